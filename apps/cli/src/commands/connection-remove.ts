import { removeConnection } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { withActionContext } from "../with-action-context.ts";

export const connectionRemove = command({
  name: "connection remove",
  summary: "Forget a connection and its secret; what it read stays",
  description:
    "Its repositories keep their facts and are read no more until they are connected again. The token itself lives on at GitHub: revoke it there.",
  examples: ["./pulse connection remove main", "./pulse connection remove main --yes"],
  args: z.object({
    name: z.string().describe("the connection's name"),
    yes: z.boolean().default(false).describe("do not ask"),
  }),
  positionals: ["name"],
  run: async (ctx, args) => {
    if (!args.yes) await confirm(ctx, `Forget the connection "${args.name}" and its secret?`);
    const removed = await withActionContext(ctx, (actionCtx) => removeConnection.run(actionCtx, { name: args.name }));
    if (ctx.json) {
      ctx.printJson(removed);
      return;
    }
    ctx.out(`Removed ${removed.name}. Revoke its token at GitHub as well.`);
    for (const repository of removed.repositories)
      ctx.out(`  ${repository} is read no more: ./pulse repo connect ${repository}`);
  },
});

import { removeWebhook } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const webhookRemove = command({
  name: "webhook remove",
  summary: "Remove a hook from GitHub; what it delivered stays",
  examples: ["./pulse webhook remove octo/site"],
  args: z.object({
    target: z.string().meta({ placeholder: "OWNER/NAME" }).describe("the repository, or an organisation"),
  }),
  positionals: ["target"],
  run: async (ctx, args) => {
    const removed = await withGitHubContext(ctx, (actionCtx) => removeWebhook.run(actionCtx, { target: args.target }));
    if (ctx.json) ctx.printJson(removed);
    else ctx.out(`Removed ${removed.removed} from ${removed.target}`);
  },
});

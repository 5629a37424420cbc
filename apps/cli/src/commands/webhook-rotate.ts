import { rotateWebhookSecret } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const webhookRotate = command({
  name: "webhook rotate",
  summary: "Give the hooks of a connection a new secret; the old one still works until you finish",
  description: "Both secrets are taken until the rotation is finished, so that no delivery under way is refused.",
  examples: ["./pulse webhook rotate main", "./pulse webhook rotate main --finish"],
  args: z.object({
    connection: z.string().meta({ placeholder: "NAME" }).describe("the connection"),
    finish: z.boolean().default(false).describe("take only the newest secret from now on"),
  }),
  positionals: ["connection"],
  run: async (ctx, args) => {
    const { connection, finish } = args;
    const rotated = await withGitHubContext(ctx, (actionCtx) =>
      rotateWebhookSecret.run(actionCtx, { connection, finish }),
    );
    if (ctx.json) {
      ctx.printJson(rotated);
      return;
    }
    if (rotated.isFinished) ctx.out(`Only the newest secret of "${rotated.connection}" is taken now`);
    else {
      ctx.out(`${rotated.hooks} hooks of "${rotated.connection}" have a new secret; the old one still works`);
      ctx.out(`When deliveries arrive: ./pulse webhook rotate ${rotated.connection} --finish`);
    }
  },
});

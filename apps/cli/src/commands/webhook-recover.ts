import { recoverWebhooks } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const webhookRecover = command({
  name: "webhook recover",
  summary: "Ask GitHub to send again what it could not deliver, and let sync close the gap",
  description: "The worker does this by itself every ten minutes. Each delivery is asked for once.",
  examples: ["./pulse webhook recover"],
  args: z.object({}),
  run: async (ctx) => {
    const { webhooks } = await withGitHubContext(ctx, (actionCtx) => recoverWebhooks.run(actionCtx, {}));
    if (ctx.json) {
      ctx.printJson({ webhooks });
      return;
    }
    if (webhooks.length === 0)
      ctx.out("No hook yet. Make one: ./pulse webhook create OWNER/NAME --url https://pulse.example.com");
    for (const { target, requested, givenUp } of webhooks) {
      ctx.out(`${target}: ${requested} asked for again, ${givenUp} failed twice`);
    }
  },
});

import { redeliverDelivery } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const webhookRedeliver = command({
  name: "webhook redeliver",
  summary: "Ask GitHub to deliver one delivery again",
  description:
    "GitHub keeps what it sent for three days. What is stored here can be processed again without it: pulse webhook replay.",
  examples: ["./pulse webhook redeliver 1207"],
  args: z.object({
    delivery: z.string().meta({ placeholder: "ID" }).describe("its number here, or GitHub's id of it"),
  }),
  positionals: ["delivery"],
  run: async (ctx, { delivery }) => {
    const asked = await withGitHubContext(ctx, (actionCtx) => redeliverDelivery.run(actionCtx, { delivery }));
    if (ctx.json) ctx.printJson(asked);
    else ctx.out(`GitHub was asked to deliver ${asked.event} ${asked.deliveryId} again`);
  },
});

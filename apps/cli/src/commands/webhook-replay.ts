import { replayDelivery } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const webhookReplay = command({
  name: "webhook replay",
  summary: "Process a stored delivery again",
  description: "The worker does it within a second. What the delivery says never overwrites what is newer.",
  examples: ["./pulse webhook replay 1207"],
  args: z.object({
    delivery: z.string().meta({ placeholder: "ID" }).describe("its number here, or GitHub's id of it"),
  }),
  positionals: ["delivery"],
  run: async (ctx, args) => {
    const replayed = await withActionContext(ctx, (actionCtx) =>
      replayDelivery.run(actionCtx, { delivery: args.delivery }),
    );
    if (ctx.json) ctx.printJson(replayed);
    else ctx.out(`Delivery ${replayed.id} (${replayed.event}, was ${replayed.was}) is to be processed again`);
  },
});

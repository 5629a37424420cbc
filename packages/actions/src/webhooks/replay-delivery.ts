import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { getDelivery } from "./get-delivery.ts";

/** Lets the worker process a stored delivery again. What it says is applied as any late delivery: nothing newer is overwritten. */
export const replayDelivery = defineAction({
  name: "replay_delivery",
  summary: "Process a stored delivery again",
  scope: "write",
  input: z.object({ delivery: z.string().trim().min(1).max(100).describe("its number here, or GitHub's id of it") }),
  run: async (ctx, input) => {
    const { workspaceId } = ctx.actor;
    return await withService(ctx.db, async (tx) => {
      const row = await getDelivery(tx, { workspaceId, delivery: input.delivery });
      if (row.state === "rejected") {
        throw new AppError("invalid", `Delivery ${input.delivery} is not a JSON object: there is nothing to process`);
      }
      await sql`
        update pulse.webhook_deliveries
        set state = 'received', attempts = 0, retry_at = null, outcome = null, processed_at = null
        where id = ${row.id}
      `.execute(tx);
      ctx.note({ before: { deliveryId: row.deliveryId, state: row.state }, after: { state: "received" } });
      return { id: row.id, deliveryId: row.deliveryId, event: row.event, was: row.state };
    });
  },
});

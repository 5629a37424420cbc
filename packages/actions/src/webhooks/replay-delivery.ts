import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { isDeliveryOf } from "./is-delivery-of.ts";

type Found = { readonly id: number; readonly deliveryId: string; readonly event: string; readonly state: string };

/** Lets the worker process a stored delivery again. What it says is applied as any late delivery: nothing newer is overwritten. */
export const replayDelivery = defineAction({
  name: "replay_delivery",
  summary: "Process a stored delivery again",
  scope: "write",
  input: z.object({ delivery: z.string().trim().min(1).max(100).describe("its number here, or GitHub's id of it") }),
  run: async (ctx, input) => {
    const { workspaceId } = ctx.actor;
    return await withService(ctx.db, async (tx) => {
      const found = await sql<Found>`
        select delivery.id, delivery.delivery_id, delivery.event, delivery.state
        from pulse.webhook_deliveries as delivery
        where (delivery.delivery_id = lower(${input.delivery}) or delivery.id::text = ${input.delivery})
          and ${isDeliveryOf(workspaceId)}
        order by delivery.id desc
        limit 1
        for update
      `.execute(tx);
      const row = found.rows[0];
      if (row === undefined) {
        throw new AppError(
          "not_found",
          `There is no delivery ${input.delivery} here; they are kept for thirty days. Run: ./pulse webhook deliveries`,
        );
      }
      if (row.state === "rejected") {
        throw new AppError("invalid", `Delivery ${input.delivery} is not a JSON object: there is nothing to process`);
      }
      await sql`
        update pulse.webhook_deliveries
        set state = 'received', attempts = 0, retry_at = null, outcome = null, processed_at = null
        where id = ${row.id}
      `.execute(tx);
      return { id: row.id, deliveryId: row.deliveryId, event: row.event, was: row.state };
    });
  },
});

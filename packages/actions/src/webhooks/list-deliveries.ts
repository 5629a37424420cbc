import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { isDeliveryOf } from "./is-delivery-of.ts";

export type DeliverySummary = {
  readonly id: number;
  readonly deliveryId: string;
  readonly event: string;
  readonly action: string | null;
  readonly repository: string | null;
  readonly state: "received" | "processed" | "ignored" | "rejected" | "failed";
  readonly outcome: string | null;
  readonly attempts: number;
  readonly retryAt: Date | null;
  readonly receivedAt: Date;
  readonly processedAt: Date | null;
};

/**
 * What GitHub delivered of late, newest first: what came to the workspace's connections, and what came to the installation's address about a
 * repository that the workspace tracks.
 */
export const listDeliveries = defineAction({
  name: "list_deliveries",
  summary: "List what GitHub delivered of late, and what became of it",
  scope: "read",
  input: z.object({
    state: z
      .enum(["received", "processed", "ignored", "rejected", "failed"])
      .optional()
      .describe("only these; all unless given"),
    limit: z.number().int().min(1).max(500).default(50).describe("how many"),
  }),
  run: async (ctx, input) => {
    const { workspaceId } = ctx.actor;
    // As the service, since no policy lets a workspace see the installation's own deliveries: the condition below is what lets it.
    const found = await withService(ctx.db, (tx) =>
      sql<DeliverySummary>`
        select
          delivery.id, delivery.delivery_id, delivery.event, delivery.action, delivery.repository_name as repository, delivery.state,
          delivery.outcome, delivery.attempts, delivery.retry_at, delivery.received_at, delivery.processed_at
        from pulse.webhook_deliveries as delivery
        where ${isDeliveryOf(workspaceId)}
          and (${input.state ?? null}::text is null or delivery.state = ${input.state ?? null})
        order by delivery.id desc
        limit ${input.limit}
      `.execute(tx),
    );
    return { deliveries: found.rows };
  },
});

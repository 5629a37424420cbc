import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import { isDeliveryOf } from "./is-delivery-of.ts";

type FoundDelivery = {
  readonly id: number;
  readonly connectionId: number | null;
  readonly deliveryId: string;
  readonly event: string;
  readonly state: string;
  readonly repository: string | null;
  readonly receivedAt: Date;
};

/** A delivery that the workspace may see, locked; by its number here or by GitHub's id of it. Throws `not_found`. */
export async function getDelivery(
  tx: Tx,
  asked: { readonly workspaceId: number; readonly delivery: string },
): Promise<FoundDelivery> {
  const found = await sql<FoundDelivery>`
    select
      delivery.id, delivery.connection_id, delivery.delivery_id, delivery.event, delivery.state,
      delivery.repository_name as repository, delivery.received_at
    from pulse.webhook_deliveries as delivery
    where (delivery.delivery_id = lower(${asked.delivery}) or delivery.id::text = ${asked.delivery})
      and ${isDeliveryOf(asked.workspaceId)}
    order by delivery.id desc
    limit 1
    for update
  `.execute(tx);
  const [row] = found.rows;
  if (row !== undefined) return row;
  throw new AppError(
    "not_found",
    `There is no delivery ${asked.delivery} here; they are kept for thirty days. Run: ./pulse webhook deliveries`,
  );
}

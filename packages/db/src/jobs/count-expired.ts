import { sql } from "kysely";

import type { Tx } from "../connect.ts";
import { countTexts } from "./expired-texts.ts";

export type ExpiredRows = {
  readonly deliveries: number;
  readonly events: number;
  readonly auditLines: number;
  readonly texts: number;
};

/** What of a workspace is older than it is to be kept, and so goes at the next turn of `deleteExpired`. */
export async function countExpired(tx: Tx, workspaceId: number): Promise<ExpiredRows> {
  const counted = await sql<Omit<ExpiredRows, "texts">>`
    select
      (
        select count(*)
        from pulse.webhook_deliveries as delivery
        where delivery.workspace_id = workspace.id
          and delivery.received_at < now() - make_interval(days => workspace.delivery_days)
          and delivery.state <> 'received'
      ) as deliveries,
      (
        select count(*)
        from pulse.events as event
        where event.workspace_id = workspace.id
          and event.created_at < now() - make_interval(days => workspace.event_days)
      ) as events,
      (
        select count(*)
        from pulse.audit_log as line
        where line.workspace_id = workspace.id
          and line.created_at < now() - make_interval(days => workspace.audit_days)
      ) as audit_lines
    from pulse.workspaces as workspace
    where workspace.id = ${workspaceId}
  `.execute(tx);
  const texts = await countTexts(sql`workspace.id = ${workspaceId}`).execute(tx);
  const [row] = counted.rows;
  if (row === undefined) return { deliveries: 0, events: 0, auditLines: 0, texts: 0 };
  return { ...row, texts: texts.rows[0]?.n ?? 0 };
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** A hook on GitHub that sends to a connection's address here. */
export type HookRow = {
  readonly workspaceId: number;
  readonly connectionId: number;
  readonly hookId: number;
  /** `owner/name`, or an organisation. */
  readonly target: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly createdAt: Date;
  readonly checkedAt: Date | null;
  readonly checkDetail: string | null;
};

const columns = sql`workspace_id, connection_id, hook_id, target, url, events, created_at, checked_at, check_detail`;

/** Of one workspace, or of all; by target. */
export async function listHookRows(tx: Tx, workspaceId: number | null): Promise<readonly HookRow[]> {
  const found = await sql<HookRow>`
    select ${columns}
    from pulse.webhook_hooks
    where ${workspaceId}::bigint is null or workspace_id = ${workspaceId}
    order by lower(target), connection_id, hook_id
  `.execute(tx);
  return found.rows;
}

export async function saveHookRow(
  tx: Tx,
  row: Pick<HookRow, "workspaceId" | "connectionId" | "hookId" | "target" | "url" | "events">,
): Promise<void> {
  await sql`
    insert into pulse.webhook_hooks as hook (workspace_id, connection_id, hook_id, target, url, events)
    values (${row.workspaceId}, ${row.connectionId}, ${row.hookId}, ${row.target}, ${row.url}, ${row.events}::text[])
    on conflict (connection_id, hook_id) do update set
      target = excluded.target,
      url = excluded.url,
      events = excluded.events
  `.execute(tx);
}

export async function removeHookRow(tx: Tx, row: Pick<HookRow, "connectionId" | "hookId">): Promise<void> {
  await sql`
    delete from pulse.webhook_hooks
    where connection_id = ${row.connectionId}
      and hook_id = ${row.hookId}
  `.execute(tx);
}

import { sql } from "kysely";

import type { Tx } from "./connect.ts";

/** Something that whoever watches the workspace may want to see at once. `subject` is shown to its readers: no secrets, no bodies. */
export type LiveEvent = {
  readonly workspaceId: number;
  readonly repositoryId: number | null;
  /** What changed, as `noun` or `noun.verb`: `sync_run`, `pull_request.merged`, `delivery`. */
  readonly kind: string;
  readonly subject: Readonly<Record<string, string | number | boolean | null>>;
};

/**
 * Notes events in the caller's transaction; readers hear of them when it commits. Never inside a savepoint, which is a bug that throws:
 * readers tell by the transaction that wrote a row whether they have seen it, and a savepoint's is another.
 */
export async function publishEvents(tx: Tx, events: readonly LiveEvent[]): Promise<void> {
  if (events.length === 0) return;
  const written = await sql<{ isOwn: boolean }>`
    insert into pulse.events (workspace_id, repository_id, kind, subject)
    select "workspaceId", "repositoryId", kind, subject
    from json_to_recordset(${JSON.stringify(events)}::json)
      as event ("workspaceId" bigint, "repositoryId" bigint, kind text, subject jsonb)
    returning xmin::text::bigint = (pg_current_xact_id()::text::bigint & 4294967295) as is_own
  `.execute(tx);
  if (written.rows.some(({ isOwn }) => !isOwn)) {
    throw new Error("events are published by the transaction itself, never inside a savepoint");
  }
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { isHidden } from "../sync/hidden-access.ts";
import { queueRun } from "../sync-runs/queue-run.ts";
import type { ConnectionFacts } from "./inspect-connection.ts";

/** Keeps what GitHub said of a connection that it has just accepted, and asks again for what was lost with its credential before. */
export async function noteConnectionFacts(
  tx: Tx,
  id: number,
  input: { readonly facts: ConnectionFacts; readonly at: Date },
): Promise<void> {
  const { facts, at } = input;
  await sql`
    update pulse.connections
    set
      login = ${facts.login},
      scopes = ${facts.scopes}::text[],
      permissions = ${JSON.stringify(facts.permissions)}::jsonb,
      expires_at = ${facts.expiresAt},
      status = 'active',
      status_detail = null,
      checked_at = ${at},
      updated_at = ${at}
    where id = ${id}
  `.execute(tx);
  const lost = await sql<{ id: number; workspaceId: number }>`
    select id, workspace_id
    from pulse.repositories
    where connection_id = ${id}
      and is_tracked
      and deleted_at is null
      and (${isHidden} or access = 'disconnected')
    order by id
  `.execute(tx);
  for (const { id: repositoryId, workspaceId } of lost.rows) {
    await queueRun(tx, { workspaceId, repositoryId, trigger: "manual" });
  }
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** A GitHub App by which something is read here, with all its installations that are known. */
export type AppRow = {
  readonly appId: number;
  readonly installationIds: readonly number[];
  /** Connections of the App that are not revoked, the oldest first. */
  readonly connections: readonly { readonly id: number; readonly workspaceId: number }[];
};

/** Of one workspace, or of all; by the App's number. */
export async function listApps(tx: Tx, workspaceId: number | null): Promise<readonly AppRow[]> {
  const found = await sql<{ id: number; workspaceId: number; appId: number; installationId: number }>`
    select id, workspace_id, app_id, installation_id
    from pulse.connections
    where kind = 'app'
      and status <> 'revoked'
      and (${workspaceId}::bigint is null or workspace_id = ${workspaceId})
    order by app_id, id
  `.execute(tx);
  return [...Map.groupBy(found.rows, (row) => row.appId)].map(([appId, rows]) => ({
    appId,
    installationIds: [...new Set(rows.map((row) => row.installationId))],
    connections: rows.map((row) => ({ id: row.id, workspaceId: row.workspaceId })),
  }));
}

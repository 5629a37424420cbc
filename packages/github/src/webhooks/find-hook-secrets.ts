import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

type Found = {
  readonly connection: { readonly id: number; readonly workspaceId: number };
  /** Newest first; a delivery may be signed with any of them. */
  readonly secrets: readonly string[];
};

/** The webhook secrets of a connection, opened; null when there is no such connection. */
export async function findHookSecrets(
  ctx: { readonly db: Db; readonly open: (sealed: Buffer) => string },
  connectionId: number,
): Promise<Found | null> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ workspaceId: number; webhookSecrets: readonly Buffer[] }>`
      select workspace_id, webhook_secrets
      from pulse.connections
      where id = ${connectionId}
    `.execute(tx),
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    connection: { id: connectionId, workspaceId: row.workspaceId },
    secrets: row.webhookSecrets.map((sealed) => ctx.open(sealed)),
  };
}

import { openSecret, withService, type Db, type KeyRing } from "@pulse/db";
import { sql } from "kysely";

type Found = {
  readonly connection: { readonly id: number; readonly workspaceId: number };
  /** Newest first; a delivery may be signed with any of them. */
  readonly secrets: readonly string[];
};

/** The webhook secrets of a connection, opened; null when there is no such connection. Throws what `openSecret` throws. */
export async function findHookSecrets(
  ctx: { readonly db: Db; readonly keys: KeyRing | null },
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
  const { keys } = ctx;
  if (row === undefined || keys === null) return null;
  const place = { workspaceId: row.workspaceId, rowId: connectionId, purpose: "connection.webhook_secret" } as const;
  return {
    connection: { id: connectionId, workspaceId: row.workspaceId },
    secrets: row.webhookSecrets.map((sealed) => openSecret(keys, place, sealed)),
  };
}

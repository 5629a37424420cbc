import { sql } from "kysely";

import type { Db } from "../connect.ts";
import { withService } from "../with-service.ts";
import type { KeyRing } from "./key-ring.ts";
import { openSecret, sealingKeyId, sealSecret, type SecretPlace } from "./seal-secret.ts";

type SealedRow = {
  readonly id: number;
  readonly workspaceId: number;
  readonly secret: Buffer | null;
  readonly webhookSecrets: readonly Buffer[];
};

/**
 * Seals every secret of the database, of all workspaces, again with the newest key. Afterwards the older keys may be taken away. Row by
 * row: run again, it goes on where it ended. Throws `internal` at the first secret whose key is missing.
 */
export async function resealSecrets(
  db: Db,
  ring: KeyRing,
): Promise<{ readonly connections: number; readonly resealed: number }> {
  const all = await withService(db, (tx) =>
    sql<{ id: number }>`
      select id
      from pulse.connections
      order by id
    `.execute(tx),
  );
  let resealed = 0;
  for (const { id } of all.rows) if (await resealConnection(db, ring, id)) resealed += 1;
  return { connections: all.rows.length, resealed };
}

async function resealConnection(db: Db, ring: KeyRing, id: number): Promise<boolean> {
  return await withService(db, async (tx) => {
    const found = await sql<SealedRow>`
      select id, workspace_id, secret, webhook_secrets
      from pulse.connections
      where id = ${id}
      for update
    `.execute(tx);
    const [row] = found.rows;
    const sealed = row === undefined ? [] : [...(row.secret === null ? [] : [row.secret]), ...row.webhookSecrets];
    if (row === undefined || sealed.every((bytes) => sealingKeyId(bytes) === ring.sealingKeyId)) return false;
    const again = (purpose: SecretPlace["purpose"], bytes: Buffer): Buffer => {
      const place = { workspaceId: row.workspaceId, rowId: row.id, purpose };
      return sealSecret(ring, place, openSecret(ring, place, bytes));
    };
    const secret = row.secret === null ? null : again("connection.secret", row.secret);
    const webhookSecrets = row.webhookSecrets.map((bytes) => again("connection.webhook_secret", bytes));
    await sql`
      update pulse.connections
      set
        secret = ${secret},
        secret_key_id = ${secret === null ? null : ring.sealingKeyId},
        webhook_secrets = ${webhookSecrets}::bytea[]
      where id = ${id}
    `.execute(tx);
    return true;
  });
}

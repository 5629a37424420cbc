import { randomBytes } from "node:crypto";

import { openSecret, sealSecret, withService, type Db, type KeyRing } from "@pulse/db";
import { sql } from "kysely";

type Context = { readonly db: Db; readonly keys: KeyRing };
type Owner = { readonly id: number; readonly workspaceId: number };

/** The secret that new hooks of a connection get: made at the first one, and stored before GitHub hears of it. */
export async function ensureWebhookSecret(ctx: Context, connection: Owner): Promise<string> {
  return await change(ctx, connection, (secrets) => {
    const [newest = createSecret()] = secrets;
    return { secrets: secrets.length === 0 ? [newest] : secrets, newest };
  });
}

/** Puts a new secret before the one in use; what was before that is no longer taken. */
export async function rotateWebhookSecret(ctx: Context, connection: Owner): Promise<string> {
  return await change(ctx, connection, (secrets) => {
    const newest = createSecret();
    return { secrets: [newest, ...secrets].slice(0, 2), newest };
  });
}

/** Takes only the newest secret from now on. */
export async function dropOldWebhookSecrets(ctx: Context, connection: Owner): Promise<void> {
  await change(ctx, connection, (secrets) => ({ secrets: secrets.slice(0, 1), newest: secrets[0] ?? "" }));
}

function createSecret(): string {
  return randomBytes(32).toString("hex");
}

type Changed = { readonly secrets: readonly string[]; readonly newest: string };

async function change(
  { db, keys }: Context,
  { id, workspaceId }: Owner,
  decide: (secrets: readonly string[]) => Changed,
): Promise<string> {
  const place = { workspaceId, rowId: id, purpose: "connection.webhook_secret" } as const;
  return await withService(db, async (tx) => {
    const found = await sql<{ webhookSecrets: readonly Buffer[] }>`
      select webhook_secrets
      from pulse.connections
      where id = ${id}
        and workspace_id = ${workspaceId}
      for update
    `.execute(tx);
    const sealed = found.rows[0]?.webhookSecrets ?? [];
    const { secrets, newest } = decide(sealed.map((bytes) => openSecret(keys, place, bytes)));
    await sql`
      update pulse.connections
      set webhook_secrets = ${secrets.map((secret) => sealSecret(keys, place, secret))}::bytea[],
        updated_at = now()
      where id = ${id}
    `.execute(tx);
    return newest;
  });
}

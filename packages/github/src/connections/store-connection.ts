import { sealSecret, type KeyRing, type Tx } from "@pulse/db";
import { sql } from "kysely";

import type { ConnectionCredential, ConnectionKind } from "../client/github-client.ts";

export type ConnectionToStore = {
  readonly workspaceId: number;
  readonly name: string;
  readonly kind: ConnectionKind;
  readonly credential: ConnectionCredential;
  /** Null keeps what is there; a fifth for a new one, nothing for an anonymous one. */
  readonly interactiveReserve: number | null;
  readonly createdBy: string | null;
};

export type StoredConnection = { readonly id: number; readonly isNew: boolean };

/** Stores a connection, its secret sealed. One of the same name is replaced, and what was known of its old credential forgotten. */
export async function storeConnection(tx: Tx, keys: KeyRing, connection: ConnectionToStore): Promise<StoredConnection> {
  const { credential } = connection;
  const appId = credential.kind === "app" ? credential.appId : null;
  const installationId = credential.kind === "app" ? credential.installationId : null;
  const secret = secretOf(credential);
  // The place of a sealed value has the row's id in it, which only exists once the row does.
  const placeholder = secret === null ? null : Buffer.of(0);
  const keyId = secret === null ? null : keys.sealingKeyId;
  const saved = await sql<{ id: number; isNew: boolean }>`
    insert into pulse.connections (
      workspace_id, name, kind, app_id, installation_id, secret, secret_key_id, interactive_reserve, created_by
    )
    values (
      ${connection.workspaceId}, ${connection.name}, ${connection.kind}, ${appId}, ${installationId},
      ${placeholder}::bytea, ${keyId},
      coalesce(${connection.interactiveReserve}::real, ${connection.kind === "anonymous" ? 0 : 0.2}), ${connection.createdBy}
    )
    on conflict (workspace_id, lower(name)) do update set
      kind = excluded.kind,
      app_id = excluded.app_id,
      installation_id = excluded.installation_id,
      secret = excluded.secret,
      secret_key_id = excluded.secret_key_id,
      interactive_reserve = coalesce(${connection.interactiveReserve}::real, connections.interactive_reserve),
      status = 'active',
      status_detail = null,
      expires_at = null,
      updated_at = now()
    returning id, xmax = 0 as is_new
  `.execute(tx);
  const [row] = saved.rows;
  if (row === undefined) throw new Error("the connection was not stored");
  if (secret !== null) {
    const place = { workspaceId: connection.workspaceId, rowId: row.id, purpose: "connection.secret" } as const;
    await sql`
      update pulse.connections
      set secret = ${sealSecret(keys, place, secret)}
      where id = ${row.id}
    `.execute(tx);
  }
  // Limits and ETags belonged to the credential before.
  await sql`delete from pulse.rate_budgets where connection_id = ${row.id}`.execute(tx);
  await sql`delete from pulse.etags where connection_id = ${row.id}`.execute(tx);
  return row;
}

function secretOf(credential: ConnectionCredential): string | null {
  if (credential.kind === "none") return null;
  return credential.kind === "token" ? credential.token : credential.privateKey;
}

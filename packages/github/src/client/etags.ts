import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

/** Whose answer an ETag belongs to: GitHub gives each credential another one for the same content. */
export type EtagKey = {
  readonly workspaceId: number;
  readonly connectionId: number;
  /** Fingerprint of the token; never the token. */
  readonly credential: string;
  readonly url: string;
};

export async function findEtag(db: Db, key: EtagKey): Promise<string | null> {
  const found = await withService(db, (tx) =>
    sql<{ etag: string }>`
      select etag
      from pulse.etags
      where connection_id = ${key.connectionId}
        and credential = ${key.credential}
        and url = ${key.url}
    `.execute(tx),
  );
  return found.rows[0]?.etag ?? null;
}

export async function saveEtag(
  tx: Tx,
  key: EtagKey,
  input: { readonly etag: string; readonly at: Date },
): Promise<void> {
  await sql`
    insert into pulse.etags (workspace_id, connection_id, credential, url, etag, seen_at)
    values (${key.workspaceId}, ${key.connectionId}, ${key.credential}, ${key.url}, ${input.etag}, ${input.at})
    on conflict (connection_id, credential, url) do update set
      etag = excluded.etag,
      seen_at = excluded.seen_at
  `.execute(tx);
}

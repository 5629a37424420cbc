import { withService, type Db } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

/** A program that asks for somebody, as it calls itself: nobody has checked its name. */
export type AskingClient = { readonly name: string; readonly uri: string | null };

/** The client that asks under this id; null for none. */
export async function findClient(db: Db, clientId: string): Promise<AskingClient | null> {
  const found = await withService(db, (tx) =>
    sql<AskingClient>`
      select coalesce(name, 'A program without a name') as name, uri
      from identity.oauth_clients
      where client_id = ${clientId}
        and not disabled
    `.execute(tx),
  );
  return found.rows[0] ?? null;
}

export type ClientGrant = {
  readonly id: string;
  readonly client: string;
  /** Where it is sent back to. */
  readonly redirectUris: readonly string[];
  readonly workspace: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
};

/** The programs that a person lets in, newest first. */
export async function listClientGrants(db: Db, userId: string): Promise<readonly ClientGrant[]> {
  const found = await withService(db, (tx) =>
    sql<ClientGrant>`
      select
        consent.id, coalesce(client.name, 'A program without a name') as client, client.redirect_uris,
        workspace.name as workspace, consent.scopes, consent.created_at
      from identity.oauth_consents as consent
      join identity.oauth_clients as client
        on client.client_id = consent.client_id
      join pulse.workspaces as workspace
        on workspace.id = consent.reference_id::bigint
      where consent.user_id = ${userId}
      order by consent.created_at desc, consent.id
    `.execute(tx),
  );
  return found.rows;
}

/** Takes back what one of a person's programs was allowed, at once. Throws `not_found` for what is over, or somebody else's. */
export async function revokeClientGrant(
  db: Db,
  input: { readonly userId: string; readonly grantId: string },
): Promise<void> {
  const ended = await withService(db, (tx) =>
    sql`
      with ended as (
        delete from identity.oauth_consents
        where user_id = ${input.userId}
          and id::text = ${input.grantId}
        returning id, user_id, client_id, reference_id
      ), tokens as (
        delete from identity.oauth_refresh_tokens as token
        using ended
        where token.user_id = ended.user_id
          and token.client_id = ended.client_id
          and token.reference_id = ended.reference_id
      )
      select id
      from ended
    `.execute(tx),
  );
  if (ended.rows.length === 0) throw new AppError("not_found", "This program is not let in any more");
}

import { withService, type Db } from "@pulse/db";
import { AppError, type Clock } from "@pulse/kit";
import { sql } from "kysely";

import { recordChange, type Origin } from "../../audit/record-change.ts";

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

type Context = { readonly db: Db; readonly clock: Clock; readonly origin?: Origin };

/**
 * Takes back what one of a person's programs was allowed, at once; the log of the workspace that it saw says so. Throws `not_found` for what is
 * over, or somebody else's. Whoever came in long ago may too: it only closes a way in.
 */
export async function revokeClientGrant(
  ctx: Context,
  input: { readonly userId: string; readonly grantId: string },
): Promise<void> {
  const { userId } = input;
  const { workspaceId, ...before } = await getGrant(ctx.db, input);
  const change = { action: "revoke_client", input: { id: input.grantId } };
  await recordChange({ ...ctx, actor: { userId, workspaceId } }, change, async (note) => {
    const ended = await withService(ctx.db, (tx) =>
      sql`
        with ended as (
          delete from identity.oauth_consents
          where user_id = ${userId}
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
    if (ended.rows.length === 0) throw notLetIn();
    note({ before, after: null });
  });
}

type Grant = {
  readonly workspaceId: number;
  readonly client: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
};

async function getGrant(db: Db, input: { readonly userId: string; readonly grantId: string }): Promise<Grant> {
  const found = await withService(db, (tx) =>
    sql<Grant>`
      select
        consent.reference_id::bigint as workspace_id, coalesce(client.name, 'A program without a name') as client,
        client.redirect_uris, consent.scopes
      from identity.oauth_consents as consent
      join identity.oauth_clients as client
        on client.client_id = consent.client_id
      where consent.user_id = ${input.userId}
        and consent.id::text = ${input.grantId}
    `.execute(tx),
  );
  const [grant] = found.rows;
  if (grant === undefined) throw notLetIn();
  return grant;
}

const notLetIn = (): AppError => new AppError("not_found", "This program is not let in any more");

import { ensureDefaultWorkspace, withService, type Db } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";
import { sql } from "kysely";

import { hashToken, spendSignInLink } from "./sign-in-links.ts";

type Arrival = { readonly userId: string; readonly login: string | null; readonly token: string | null };

/**
 * What a sign-in brings with it: a fresh installation gets its owner, and invitations to this login or held by this browser are
 * accepted. Each works once; a role that somebody has already is never lowered.
 */
export async function settleNewcomer(
  ctx: { readonly db: Db; readonly clock: Clock; readonly logger: Logger },
  arrival: Arrival,
): Promise<void> {
  const { token } = arrival;
  if (token !== null && (await spendSignInLink(ctx, { token, purpose: "first_owner" })))
    await makeOwner(ctx, arrival.userId);
  const accepted = await acceptInvitations(ctx, arrival);
  if (accepted > 0) ctx.logger.info({ accepted }, "invitations accepted");
}

async function makeOwner(ctx: { readonly db: Db }, userId: string): Promise<void> {
  const workspaceId = await ensureDefaultWorkspace(ctx.db);
  await withService(ctx.db, (tx) =>
    sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${userId}, 'owner')
      on conflict (workspace_id, user_id) do update set role = 'owner'
    `.execute(tx),
  );
}

async function acceptInvitations(ctx: { readonly db: Db; readonly clock: Clock }, arrival: Arrival): Promise<number> {
  const now = ctx.clock.now();
  const token = arrival.token === null ? null : hashToken(arrival.token);
  const accepted = await withService(ctx.db, (tx) =>
    sql`
      with accepted as (
        update pulse.invitations
        set accepted_at = ${now}, accepted_by = ${arrival.userId}
        where accepted_at is null
          and expires_at > ${now}
          and (lower(login) = lower(${arrival.login}) or login is null and token_hash = ${token})
        returning workspace_id, role
      )
      insert into pulse.memberships (workspace_id, user_id, role)
      select distinct on (workspace_id) workspace_id, ${arrival.userId}::uuid, role
      from accepted
      order by workspace_id, array_position(array['admin', 'member', 'viewer'], role)
      on conflict (workspace_id, user_id) do nothing
      returning workspace_id
    `.execute(tx),
  );
  return accepted.rows.length;
}

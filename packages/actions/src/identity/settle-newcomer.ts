import { ensureDefaultWorkspace, withService, type Db, type Role } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";
import { sql } from "kysely";

import { noteDone } from "../audit/note-done.ts";
import type { Origin } from "../audit/record-change.ts";
import { hashToken, spendSignInLink } from "./sign-in-links.ts";

type Arrival = {
  readonly userId: string;
  readonly login: string | null;
  readonly token: string | null;
  /** Of the browser, for the log of changes. */
  readonly address: string | null;
};

type Context = { readonly db: Db; readonly clock: Clock; readonly logger: Logger };

/**
 * What a sign-in brings with it: a fresh installation gets its owner, and invitations to this login or held by this browser are
 * accepted. Each works once; a role that somebody has already is never lowered.
 */
export async function settleNewcomer(ctx: Context, arrival: Arrival): Promise<void> {
  const { token } = arrival;
  if (token !== null && (await spendSignInLink(ctx, { token, purpose: "first_owner" }))) await makeOwner(ctx, arrival);
  const accepted = await acceptInvitations(ctx, arrival);
  if (accepted > 0) ctx.logger.info({ accepted }, "invitations accepted");
}

async function makeOwner(ctx: Context, { userId, address }: Arrival): Promise<void> {
  const workspaceId = await ensureDefaultWorkspace(ctx.db);
  await withService(ctx.db, async (tx) => {
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${userId}, 'owner')
      on conflict (workspace_id, user_id) do update set role = 'owner'
    `.execute(tx);
    const line = { action: "become_first_owner", userId, workspaceId, after: { role: "owner" } };
    await noteDone(tx, { clock: ctx.clock, origin: originOf(address) }, [line]);
  });
}

async function acceptInvitations(ctx: Context, arrival: Arrival): Promise<number> {
  const now = ctx.clock.now();
  const token = arrival.token === null ? null : hashToken(arrival.token);
  const { userId, address } = arrival;
  return await withService(ctx.db, async (tx) => {
    const accepted = await sql<{ readonly workspaceId: number; readonly role: Role }>`
      with accepted as (
        update pulse.invitations
        set accepted_at = ${now}, accepted_by = ${userId}
        where accepted_at is null
          and expires_at > ${now}
          and (lower(login) = lower(${arrival.login}) or login is null and token_hash = ${token})
        returning workspace_id, role
      )
      insert into pulse.memberships (workspace_id, user_id, role)
      select distinct on (workspace_id) workspace_id, ${userId}::uuid, role
      from accepted
      order by workspace_id, array_position(array['admin', 'member', 'viewer'], role)
      on conflict (workspace_id, user_id) do nothing
      returning workspace_id, role
    `.execute(tx);
    const lines = accepted.rows.map(({ workspaceId, role }) => ({
      action: "accept_invitation",
      userId,
      workspaceId,
      after: { role },
    }));
    await noteDone(tx, { clock: ctx.clock, origin: originOf(address) }, lines);
    return lines.length;
  });
}

const originOf = (address: string | null): Origin => ({ source: "web", address, requestId: null });

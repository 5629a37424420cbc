import type { Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { saveAccounts } from "../save/save-accounts.ts";
import { id, toAccounts, user } from "../sync/rest/rest-fields.ts";

const membershipSchema = z.object({
  action: z.enum(["added", "removed"]),
  member: user,
  team: z.object({ id }),
});

type Scope = { readonly workspaceId: number; readonly fetchedAt: string };

/**
 * Dates one coming or going by when GitHub told it: the list of teams does not change with it, so that the next reading of the members may be a
 * day away. A team that nobody has read yet is left to that reading, and one that was read since knows it already. Gives whether it was noted.
 */
export async function applyMembership(tx: Tx, scope: Scope, payload: unknown): Promise<boolean> {
  const parsed = membershipSchema.safeParse(payload);
  if (!parsed.success || parsed.data.member === null) return false;
  const { action, member, team } = parsed.data;
  const teamId = await noteTelling(tx, scope, team.id);
  if (teamId === null) return false;
  const accountIds = await saveAccounts(tx, scope, toAccounts([member]));
  const change = { ...scope, teamId, accountId: accountIds(member.login) };
  if (change.accountId === null) return false;
  await (action === "added" ? begin(tx, change) : end(tx, change));
  return true;
}

/** The team now stands as of this instant, so that a reading which began before changes nothing. */
async function noteTelling(tx: Tx, scope: Scope, githubId: number): Promise<number | null> {
  const noted = await sql<{ id: number }>`
    update pulse.teams
    set fetched_at = ${scope.fetchedAt}::timestamptz
    where workspace_id = ${scope.workspaceId}
      and github_id = ${githubId}
      and deleted_at is null
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning id
  `.execute(tx);
  return noted.rows[0]?.id ?? null;
}

type Change = Scope & { readonly teamId: number; readonly accountId: number | null };

async function begin(tx: Tx, { workspaceId, teamId, accountId, fetchedAt }: Change): Promise<void> {
  await sql`
    insert into pulse.team_members (workspace_id, team_id, account_id, member_from, fetched_at)
    select ${workspaceId}, ${teamId}, ${accountId}, ${fetchedAt}::timestamptz, ${fetchedAt}::timestamptz
    where not exists (
      select
      from pulse.team_members
      where workspace_id = ${workspaceId}
        and team_id = ${teamId}
        and account_id = ${accountId}
        and member_to is null
    )
    on conflict do nothing
  `.execute(tx);
}

async function end(tx: Tx, { workspaceId, teamId, accountId, fetchedAt }: Change): Promise<void> {
  await sql`
    update pulse.team_members
    set member_to = ${fetchedAt}::timestamptz,
      fetched_at = ${fetchedAt}::timestamptz
    where workspace_id = ${workspaceId}
      and team_id = ${teamId}
      and account_id = ${accountId}
      and member_to is null
      and member_from < ${fetchedAt}::timestamptz
  `.execute(tx);
}

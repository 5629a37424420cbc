import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { noCounts, type SaveCounts } from "./save-scope.ts";
import type { TeamScope } from "./save-teams.ts";

type Input = {
  readonly teamId: number;
  /** Everybody who is a member now. */
  readonly accountIds: readonly number[];
};

/**
 * Notes who was seen in a team. GitHub tells only who is a member now, so a membership begins with the reading that first saw it and ends with
 * the one that no longer did. A reading older than the team's last one changes nothing.
 */
export async function saveTeamMembers(tx: Tx, scope: TeamScope, input: Input): Promise<SaveCounts> {
  if (!(await noteReading(tx, scope, input))) return { ...noCounts, unchanged: input.accountIds.length };
  const ended = await sql<{ accountId: number }>`
    update pulse.team_members
    set member_to = ${scope.fetchedAt}::timestamptz,
      fetched_at = ${scope.fetchedAt}::timestamptz
    where workspace_id = ${scope.workspaceId}
      and team_id = ${input.teamId}
      and member_to is null
      and member_from < ${scope.fetchedAt}::timestamptz
      and account_id <> all(${input.accountIds}::bigint[])
    returning account_id
  `.execute(tx);
  const begun = await sql<{ accountId: number }>`
    insert into pulse.team_members (workspace_id, team_id, account_id, member_from, fetched_at)
    select ${scope.workspaceId}, ${input.teamId}, account_id, ${scope.fetchedAt}::timestamptz, ${scope.fetchedAt}::timestamptz
    from (select distinct unnest(${input.accountIds}::bigint[]) as account_id) as present
    where not exists (
      select
      from pulse.team_members as member
      where member.workspace_id = ${scope.workspaceId}
        and member.team_id = ${input.teamId}
        and member.account_id = present.account_id
        and member.member_to is null
    )
    order by account_id
    on conflict do nothing
    returning account_id
  `.execute(tx);
  return {
    added: begun.rows.length,
    changed: 0,
    unchanged: input.accountIds.length - begun.rows.length,
    removed: ended.rows.length,
  };
}

/**
 * The team's row remembers when it was last looked at, and keeps two readings from mixing. It also remembers the first: whoever is found there
 * by that one may always have been, and whoever comes later has not, also where the first found nobody.
 */
async function noteReading(tx: Tx, scope: TeamScope, input: Input): Promise<boolean> {
  const noted = await sql<{ id: number }>`
    update pulse.teams
    set fetched_at = ${scope.fetchedAt}::timestamptz,
      members_read_since = coalesce(members_read_since, ${scope.fetchedAt}::timestamptz)
    where workspace_id = ${scope.workspaceId}
      and id = ${input.teamId}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning id
  `.execute(tx);
  return noted.rows.length > 0;
}

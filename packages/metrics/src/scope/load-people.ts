import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import { peopleFilterOf, type PeopleFilter } from "./people-filter.ts";

type Asked = { readonly workspaceId: number; readonly people: readonly string[]; readonly teams: readonly string[] };

/**
 * The accounts whose items count: those named, and members of a named team for as long as they were. Null without any name.
 * Throws `not_found` for a login or a team that this workspace does not know.
 */
export async function loadPeople(tx: Tx, { workspaceId, people, teams }: Asked): Promise<PeopleFilter | null> {
  if (people.length === 0 && teams.length === 0) return null;
  const named = await findAccounts(tx, { workspaceId, logins: people.map((login) => login.toLowerCase()) });
  const login = people.find((each) => !named.some((found) => found.name === each.toLowerCase()));
  if (login !== undefined) {
    throw new AppError(
      "not_found",
      `Nothing is known of a person "${login.slice(0, 100)}" in this workspace. Give a login as GitHub shows it`,
    );
  }
  const members = await findMembers(tx, { workspaceId, slugs: teams.map((slug) => slug.toLowerCase()) });
  const team = teams.find((each) => !members.some((found) => found.name === each.toLowerCase()));
  if (team !== undefined) {
    throw new AppError(
      "not_found",
      `There is no team "${team.slice(0, 100)}" in this workspace. Teams come with a sync of their organisation; give it as owner/team`,
    );
  }
  return peopleFilterOf([
    ...named.map(({ id }) => ({ id, from: null, to: null })),
    ...members.flatMap(({ id, memberFrom, memberTo }) => (id === null ? [] : [{ id, from: memberFrom, to: memberTo }])),
  ]);
}

type Account = { readonly name: string; readonly id: number };
type Member = {
  readonly name: string;
  readonly id: number | null;
  readonly memberFrom: Date | null;
  readonly memberTo: Date | null;
};

async function findAccounts(
  tx: Tx,
  { workspaceId, logins }: { readonly workspaceId: number; readonly logins: readonly string[] },
): Promise<readonly Account[]> {
  if (logins.length === 0) return [];
  const found = await sql<Account>`
    select lower(account.login) as name, account.id
    from pulse.accounts as account
    where account.workspace_id = ${workspaceId}
      and lower(account.login) = any (${logins}::text[])
    order by account.id
  `.execute(tx);
  return found.rows;
}

/**
 * One row per membership, and one with null for a team without any. GitHub tells no earlier members: those whom a team had when it was first
 * read have been in it always, as far as anybody knows. An export of before does not say when that was: then its earliest members are those.
 */
async function findMembers(
  tx: Tx,
  { workspaceId, slugs }: { readonly workspaceId: number; readonly slugs: readonly string[] },
): Promise<readonly Member[]> {
  if (slugs.length === 0) return [];
  const found = await sql<Member>`
    select
      lower(team.slug) as name,
      member.account_id as id,
      case
        when member.member_from > coalesce(team.members_read_since, min(member.member_from) over (partition by team.id)) then member.member_from
      end as member_from,
      member.member_to
    from pulse.teams as team
    left join pulse.team_members as member
      on member.workspace_id = team.workspace_id
      and member.team_id = team.id
    where team.workspace_id = ${workspaceId}
      and lower(team.slug) = any (${slugs}::text[])
      and team.deleted_at is null
    order by team.id, member.account_id, member.member_from
  `.execute(tx);
  return found.rows;
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts } from "./save-scope.ts";

export type TeamRow = {
  readonly githubId: number;
  readonly nodeId: string | null;
  /** `organisation/slug`: a workspace can hold several organisations. */
  readonly slug: string;
  readonly name: string;
  readonly parentGithubId: number | null;
};

/** Teams belong to an organisation, not to a repository. */
export type TeamScope = { readonly workspaceId: number; readonly fetchedAt: string };

export type SavedTeams = { readonly idByGithubId: ReadonlyMap<number, number>; readonly counts: SaveCounts };

type Input = {
  readonly rows: readonly TeamRow[];
  /** The organisation of which these are all teams: its others are kept with `deleted_at`. Null: there may be more. */
  readonly completeOrganisation: string | null;
};

/** Saves teams by GitHub's id; a team that took another's old slug gets it. A row that was read later stays as it is. */
export async function saveTeams(tx: Tx, scope: TeamScope, input: Input): Promise<SavedTeams> {
  await displaceSlugs(tx, scope, input.rows);
  const saved = await upsert(tx, scope, input.rows);
  await setParents(tx, scope, input.rows);
  const removed = input.completeOrganisation === null ? 0 : await markOthersDeleted(tx, scope, input);
  return {
    idByGithubId: new Map(saved.map((row) => [row.githubId, row.id])),
    counts: { ...countSaved(saved), removed },
  };
}

// `#` occurs in no slug.
async function displaceSlugs(tx: Tx, scope: TeamScope, rows: readonly TeamRow[]): Promise<void> {
  await sql`
    update pulse.teams as team
    set slug = team.slug || '#' || team.github_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as row ("githubId" bigint, slug text)
    where team.workspace_id = ${scope.workspaceId}
      and team.slug = row.slug
      and team.github_id <> row."githubId"
      and team.fetched_at <= ${scope.fetchedAt}::timestamptz
  `.execute(tx);
}

async function upsert(
  tx: Tx,
  scope: TeamScope,
  rows: readonly TeamRow[],
): Promise<readonly { readonly githubId: number; readonly id: number; readonly isNew: boolean | null }[]> {
  const saved = await sql<{ githubId: number; id: number; isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as row ("githubId" bigint, "nodeId" text, slug text, name text)
    ), saved as (
      insert into pulse.teams as team (workspace_id, github_id, node_id, slug, name, fetched_at)
      select ${scope.workspaceId}, "githubId", "nodeId", slug, name, ${scope.fetchedAt}::timestamptz
      from input
      order by "githubId"
      on conflict (workspace_id, github_id) do update set
        node_id = coalesce(excluded.node_id, team.node_id),
        slug = excluded.slug,
        name = excluded.name,
        deleted_at = null,
        fetched_at = excluded.fetched_at
      where excluded.fetched_at >= team.fetched_at
        and (coalesce(excluded.node_id, team.node_id), excluded.slug, excluded.name, null::timestamptz)
          is distinct from (team.node_id, team.slug, team.name, team.deleted_at)
      returning github_id, id, xmax = 0 as is_new
    )
    select input."githubId" as github_id, coalesce(saved.id, team.id) as id, saved.is_new
    from input
    left join saved on saved.github_id = input."githubId"
    left join pulse.teams as team
      on team.workspace_id = ${scope.workspaceId} and team.github_id = input."githubId"
  `.execute(tx);
  return saved.rows;
}

async function setParents(tx: Tx, scope: TeamScope, rows: readonly TeamRow[]): Promise<void> {
  await sql`
    update pulse.teams as team
    set parent_id = parent.id
    from json_to_recordset(${JSON.stringify(rows)}::json) as row ("githubId" bigint, "parentGithubId" bigint)
    left join pulse.teams as parent
      on parent.workspace_id = ${scope.workspaceId} and parent.github_id = row."parentGithubId"
    where team.workspace_id = ${scope.workspaceId}
      and team.github_id = row."githubId"
      and team.fetched_at <= ${scope.fetchedAt}::timestamptz
      and team.parent_id is distinct from parent.id
  `.execute(tx);
}

async function markOthersDeleted(tx: Tx, scope: TeamScope, input: Input): Promise<number> {
  const marked = await sql<{ id: number }>`
    update pulse.teams
    set deleted_at = ${scope.fetchedAt}::timestamptz
    where workspace_id = ${scope.workspaceId}
      and split_part(slug, '/', 1) = ${input.completeOrganisation}
      and github_id <> all(${input.rows.map((row) => row.githubId)}::bigint[])
      and deleted_at is null
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning id
  `.execute(tx);
  return marked.rows.length;
}

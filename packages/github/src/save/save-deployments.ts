import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type DeploymentRow = {
  readonly githubId: number;
  readonly environment: string | null;
  readonly isProduction: boolean;
  readonly sha: string | null;
  readonly ref: string | null;
  readonly creatorId: number | null;
  readonly url: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type SavedDeployments = { readonly idByGithubId: ReadonlyMap<number, number>; readonly counts: SaveCounts };

/**
 * Saves GitHub's deployments by their id. What became of one is told by its statuses (saveDeploymentStatuses); until one is known it is pending.
 * Whether one counts is up to the rule of its repository; a trigger asks it, and keeps what is said here as `is_marked_production`.
 */
export async function saveDeployments(
  tx: Tx,
  scope: SaveScope,
  rows: readonly DeploymentRow[],
): Promise<SavedDeployments> {
  if (rows.length === 0) return { idByGithubId: new Map(), counts: noCounts };
  const saved = await sql<{ githubId: number; id: number; isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows)}::json) as row (
        "githubId" bigint, environment text, "isProduction" boolean, sha text, ref text, "creatorId" bigint, url text,
        "createdAt" timestamptz, "updatedAt" timestamptz
      )
    ), saved as (
      insert into pulse.deployments as deployment (
        workspace_id, repository_id, source, external_id, environment, is_production, sha, ref, state, created_at,
        creator_id, url, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, 'github', "githubId"::text, environment, "isProduction", sha, ref,
        'pending', "createdAt", "creatorId", url, "updatedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by "githubId"
      on conflict (repository_id, source, external_id) do update set
        environment = excluded.environment,
        is_production = excluded.is_production,
        is_marked_production = excluded.is_marked_production,
        sha = excluded.sha,
        ref = excluded.ref,
        created_at = excluded.created_at,
        creator_id = excluded.creator_id,
        url = coalesce(excluded.url, deployment.url),
        updated_at = excluded.updated_at,
        fetched_at = excluded.fetched_at
      where (excluded.updated_at, excluded.fetched_at)
          >= (coalesce(deployment.updated_at, '-infinity'), deployment.fetched_at)
        and (
          excluded.environment, excluded.is_production, excluded.sha, excluded.ref, excluded.created_at,
          excluded.creator_id, coalesce(excluded.url, deployment.url), excluded.updated_at
        ) is distinct from (
          deployment.environment, deployment.is_production, deployment.sha, deployment.ref, deployment.created_at,
          deployment.creator_id, deployment.url, deployment.updated_at
        )
      returning external_id, id, xmax = 0 as is_new
    )
    select input."githubId" as github_id, coalesce(saved.id, deployment.id) as id, saved.is_new
    from input
    left join saved on saved.external_id = input."githubId"::text
    left join pulse.deployments as deployment
      on deployment.repository_id = ${scope.repositoryId}
      and deployment.source = 'github'
      and deployment.external_id = input."githubId"::text
  `.execute(tx);
  return {
    idByGithubId: new Map(saved.rows.map((row) => [row.githubId, row.id])),
    counts: countSaved(saved.rows),
  };
}

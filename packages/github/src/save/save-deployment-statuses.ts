import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type DeploymentStatusRow = {
  readonly deploymentId: number;
  /** GraphQL tells no number, a webhook and REST both: one of the two is there. */
  readonly githubId: number | null;
  readonly nodeId: string | null;
  /** As GitHub says it, in any case of letters: `success`, `IN_PROGRESS`, `queued`, … */
  readonly state: string;
  readonly description: string | null;
  readonly logUrl: string | null;
  readonly createdAt: string;
};

/**
 * Saves statuses of deployments by GitHub's ids, and sets what their deployments have come to: the state is that of the latest status, the
 * finish is the first success whatever follows. A status never changes, so order does not matter.
 */
export async function saveDeploymentStatuses(
  tx: Tx,
  scope: SaveScope,
  rows: readonly DeploymentStatusRow[],
): Promise<SaveCounts> {
  if (rows.length === 0) return noCounts;
  const numbered = rows.map((row, index) => ({ ...row, state: row.state.toLowerCase(), index }));
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select row.*, stored.id
      from json_to_recordset(${JSON.stringify(numbered)}::json) as row (
        index integer, "deploymentId" bigint, "githubId" bigint, "nodeId" text, state text, description text,
        "logUrl" text, "createdAt" timestamptz
      )
      left join lateral (
        select id
        from pulse.deployment_statuses
        where repository_id = ${scope.repositoryId}
          and deployment_id = row."deploymentId"
          and (github_id = row."githubId" or node_id = row."nodeId")
        order by id
        limit 1
      ) as stored on true
    ), learned as (
      update pulse.deployment_statuses as status
      set github_id = coalesce(status.github_id, input."githubId"),
        node_id = coalesce(status.node_id, input."nodeId"),
        log_url = coalesce(status.log_url, input."logUrl")
      from input
      where status.repository_id = ${scope.repositoryId}
        and status.id = input.id
        and (
          status.github_id is null and input."githubId" is not null
          or status.node_id is null and input."nodeId" is not null
          or status.log_url is null and input."logUrl" is not null
        )
      returning status.id
    ), added as (
      insert into pulse.deployment_statuses (
        workspace_id, repository_id, deployment_id, github_id, node_id, state, description, log_url, created_at,
        fetched_at
      )
      select distinct on (coalesce("nodeId", "githubId"::text))
        ${scope.workspaceId}::bigint, ${scope.repositoryId}::bigint, "deploymentId", "githubId", "nodeId", state,
        description, "logUrl", "createdAt", ${scope.fetchedAt}::timestamptz
      from input
      where id is null
      order by coalesce("nodeId", "githubId"::text), index
      returning github_id, node_id
    )
    select case when learned.id is not null then false when input.id is null then true end as is_new
    from input
    left join learned using (id)
  `.execute(tx);
  await refreshDeployments(tx, scope, [...new Set(rows.map((row) => row.deploymentId))]);
  return countSaved(saved.rows);
}

/** Computes again what these deployments have come to, from every status that is stored of them. */
async function refreshDeployments(tx: Tx, scope: SaveScope, deploymentIds: readonly number[]): Promise<void> {
  await sql`
    update pulse.deployments as deployment
    set state = known.state,
      finished_at = known.finished_at,
      fetched_at = greatest(deployment.fetched_at, ${scope.fetchedAt}::timestamptz)
    from (
      select
        deployment_id,
        (
          array_agg(
            case
              when state in ('in_progress', 'success', 'failure', 'error', 'inactive') then state
              when state in ('destroyed', 'abandoned') then 'inactive'
              when state = 'active' then 'success'
              else 'pending'
            end
            order by created_at desc, github_id desc nulls last, id desc
          )
        )[1] as state,
        min(created_at) filter (where state in ('success', 'active')) as finished_at
      from pulse.deployment_statuses
      where repository_id = ${scope.repositoryId}
        and deployment_id = any(${deploymentIds}::bigint[])
      group by deployment_id
    ) as known
    where deployment.repository_id = ${scope.repositoryId}
      and deployment.id = known.deployment_id
      and (deployment.state, deployment.finished_at) is distinct from (known.state, known.finished_at)
  `.execute(tx);
}

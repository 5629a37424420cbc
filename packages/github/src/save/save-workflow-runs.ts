import type { Tx } from "@pulse/db";
import { sql, type RawBuilder } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";
import { ensureWorkflows } from "./save-workflows.ts";
import { toRunState } from "./to-run-state.ts";

/** One attempt of a run. */
export type WorkflowRunRow = {
  readonly githubId: number;
  readonly attempt: number;
  readonly nodeId: string | null;
  readonly workflowGithubId: number;
  readonly workflowPath: string | null;
  readonly number: number | null;
  /** Of its workflow. */
  readonly name: string | null;
  readonly event: string | null;
  /** Both as GitHub says them, in any case of letters. */
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly headBranch: string | null;
  readonly headSha: string;
  /** Who started this attempt. */
  readonly actorId: number | null;
  /** Of the first attempt. */
  readonly createdAt: string;
  /** Of this attempt. */
  readonly runStartedAt: string;
  readonly updatedAt: string;
};

/** Which attempts were new, which changed, and which were left as they were (null). */
export type SavedRuns = {
  readonly attempts: readonly { readonly githubId: number; readonly attempt: number; readonly isNew: boolean | null }[];
  readonly counts: SaveCounts;
};

/** How far something is: a tie of instants goes to whoever is further. */
export function progressOf(status: RawBuilder<unknown>): RawBuilder<number> {
  return sql`case ${status} when 'completed' then 3 when 'in_progress' then 2 when 'queued' then 1 else 0 end`;
}

/**
 * Saves attempts of runs by GitHub's id and the number of the attempt; makes workflows that only a run names, and gives jobs that came before
 * their run to it. An attempt that is completed never goes back; else the later `updated_at` wins.
 */
export async function saveWorkflowRuns(tx: Tx, scope: SaveScope, rows: readonly WorkflowRunRow[]): Promise<SavedRuns> {
  if (rows.length === 0) return { attempts: [], counts: noCounts };
  await ensureWorkflows(
    tx,
    scope,
    rows.map((row) => ({ githubId: row.workflowGithubId, name: row.name, path: row.workflowPath })),
  );
  const told = rows.map((row) => ({ ...row, ...toRunState(row) }));
  const saved = await sql<{ githubId: number; attempt: number; isNew: boolean | null }>`
    with input as materialized (
      select distinct on ("githubId", attempt) *
      from json_to_recordset(${JSON.stringify(told)}::json) as row (
        "githubId" bigint, attempt integer, "nodeId" text, "workflowGithubId" bigint, number integer, name text,
        event text, status text, conclusion text, "headBranch" text, "headSha" text, "actorId" bigint,
        "createdAt" timestamptz, "runStartedAt" timestamptz, "updatedAt" timestamptz
      )
      order by "githubId", attempt, status = 'completed' desc, "updatedAt" desc, ${progressOf(sql`status`)} desc
    ), saved as (
      insert into pulse.workflow_runs as run (
        workspace_id, repository_id, workflow_id, github_id, attempt, node_id, number, name, event, status, conclusion,
        head_branch, head_sha, actor_id, created_at, run_started_at, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, workflow.id, "githubId", attempt, "nodeId", number, input.name,
        event, status, conclusion, "headBranch", "headSha", "actorId", "createdAt", "runStartedAt", "updatedAt",
        ${scope.fetchedAt}::timestamptz
      from input
      join pulse.workflows as workflow
        on workflow.repository_id = ${scope.repositoryId} and workflow.github_id = "workflowGithubId"
      order by "githubId", attempt
      on conflict (repository_id, github_id, attempt) do update set
        workflow_id = excluded.workflow_id,
        node_id = coalesce(excluded.node_id, run.node_id),
        number = coalesce(excluded.number, run.number),
        name = coalesce(excluded.name, run.name),
        event = coalesce(excluded.event, run.event),
        status = excluded.status,
        conclusion = excluded.conclusion,
        head_branch = coalesce(excluded.head_branch, run.head_branch),
        head_sha = excluded.head_sha,
        actor_id = excluded.actor_id,
        created_at = excluded.created_at,
        run_started_at = excluded.run_started_at,
        updated_at = excluded.updated_at,
        fetched_at = excluded.fetched_at
      where (
          excluded.status = 'completed', excluded.updated_at, ${progressOf(sql`excluded.status`)}, excluded.fetched_at
        ) >= (run.status = 'completed', run.updated_at, ${progressOf(sql`run.status`)}, run.fetched_at)
        and (
          excluded.workflow_id, coalesce(excluded.node_id, run.node_id), coalesce(excluded.number, run.number),
          coalesce(excluded.name, run.name), coalesce(excluded.event, run.event), excluded.status, excluded.conclusion,
          coalesce(excluded.head_branch, run.head_branch), excluded.head_sha, excluded.actor_id, excluded.created_at,
          excluded.run_started_at, excluded.updated_at
        ) is distinct from (
          run.workflow_id, run.node_id, run.number, run.name, run.event, run.status, run.conclusion, run.head_branch,
          run.head_sha, run.actor_id, run.created_at, run.run_started_at, run.updated_at
        )
      returning github_id, attempt, xmax = 0 as is_new
    )
    select input."githubId" as github_id, input.attempt, saved.is_new
    from input
    left join saved on saved.github_id = input."githubId" and saved.attempt = input.attempt
    order by input."githubId", input.attempt
  `.execute(tx);
  await adoptJobs(
    tx,
    scope,
    saved.rows.filter((row) => row.isNew === true).map((row) => row.githubId),
  );
  return { attempts: saved.rows, counts: countSaved(saved.rows) };
}

/** Jobs can come first: the event of a job overtakes that of its run, and files hold jobs without their runs. */
async function adoptJobs(tx: Tx, scope: SaveScope, githubIds: readonly number[]): Promise<void> {
  if (githubIds.length === 0) return;
  await sql`
    update pulse.workflow_jobs as job
    set run_id = run.id
    from pulse.workflow_runs as run
    where run.repository_id = ${scope.repositoryId}
      and run.github_id = any(${githubIds}::bigint[])
      and job.repository_id = run.repository_id
      and job.github_run_id = run.github_id
      and job.attempt = run.attempt
      and job.run_id is null
  `.execute(tx);
}

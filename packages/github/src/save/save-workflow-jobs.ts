import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";
import { progressOf } from "./save-workflow-runs.ts";
import { saveWorkflowSteps, type WorkflowStepRow } from "./save-workflow-steps.ts";
import { toRunState } from "./to-run-state.ts";

/** A job of one attempt, with its steps. "Re-run failed jobs" lists the others again under new ids: each is a row of its own. */
export type WorkflowJobRow = {
  readonly githubId: number;
  readonly nodeId: string | null;
  readonly githubRunId: number;
  readonly attempt: number;
  readonly name: string;
  /** For as long as its run is not known. */
  readonly workflowName: string | null;
  /** Both as GitHub says them, in any case of letters. */
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly runnerLabels: readonly string[];
  readonly runnerName: string | null;
  readonly runnerGroup: string | null;
  /** Older answers have none. */
  readonly createdAt: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly steps: readonly Omit<WorkflowStepRow, "jobId">[];
};

/**
 * Saves jobs and their steps by GitHub's id, and gives them to their run where that is known. A job tells no time of its last change: the one
 * that is further, then the one that is later, wins.
 */
export async function saveWorkflowJobs(tx: Tx, scope: SaveScope, rows: readonly WorkflowJobRow[]): Promise<SaveCounts> {
  if (rows.length === 0) return noCounts;
  const told = rows.map((row) => ({ ...row, ...toRunState(row), steps: undefined }));
  const saved = await sql<{ githubId: number; id: number; isNew: boolean | null }>`
    with input as materialized (
      select distinct on ("githubId") *
      from json_to_recordset(${JSON.stringify(told)}::json) as row (
        "githubId" bigint, "nodeId" text, "githubRunId" bigint, attempt integer, name text,
        "workflowName" text, status text, conclusion text, "runnerLabels" text[], "runnerName" text, "runnerGroup" text, "createdAt" timestamptz,
        "startedAt" timestamptz, "completedAt" timestamptz
      )
      order by "githubId", ${progressOf(sql`status`)} desc, "completedAt" desc nulls last, "startedAt" desc nulls last
    ), saved as (
      insert into pulse.workflow_jobs as job (
        workspace_id, repository_id, run_id, github_run_id, attempt, github_id, node_id, name, workflow_name,
        status, conclusion, runner_labels, runner_name, runner_group, created_at, started_at, completed_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, run.id, "githubRunId", input.attempt, "githubId", "nodeId",
        input.name, "workflowName", input.status, input.conclusion, "runnerLabels", nullif("runnerName", ''), nullif("runnerGroup", ''),
        "createdAt", "startedAt", "completedAt", ${scope.fetchedAt}::timestamptz
      from input
      left join pulse.workflow_runs as run
        on run.repository_id = ${scope.repositoryId}
        and run.github_id = "githubRunId"
        and run.attempt = input.attempt
      order by "githubId"
      on conflict (repository_id, github_id) do update set
        run_id = excluded.run_id,
        github_run_id = excluded.github_run_id,
        attempt = excluded.attempt,
        node_id = coalesce(excluded.node_id, job.node_id),
        name = excluded.name,
        workflow_name = coalesce(excluded.workflow_name, job.workflow_name),
        status = excluded.status,
        conclusion = excluded.conclusion,
        runner_labels = excluded.runner_labels,
        runner_name = coalesce(excluded.runner_name, job.runner_name),
        runner_group = coalesce(excluded.runner_group, job.runner_group),
        created_at = coalesce(excluded.created_at, job.created_at),
        started_at = coalesce(excluded.started_at, job.started_at),
        completed_at = coalesce(excluded.completed_at, job.completed_at),
        fetched_at = excluded.fetched_at
      where (
          ${progressOf(sql`excluded.status`)}, coalesce(excluded.completed_at, '-infinity'),
          coalesce(excluded.started_at, '-infinity'), excluded.fetched_at
        ) >= (
          ${progressOf(sql`job.status`)}, coalesce(job.completed_at, '-infinity'),
          coalesce(job.started_at, '-infinity'), job.fetched_at
        )
        and (
          excluded.run_id, excluded.github_run_id, excluded.attempt, coalesce(excluded.node_id, job.node_id),
          excluded.name, coalesce(excluded.workflow_name, job.workflow_name), excluded.status, excluded.conclusion, excluded.runner_labels,
          coalesce(excluded.runner_name, job.runner_name), coalesce(excluded.runner_group, job.runner_group),
          coalesce(excluded.created_at, job.created_at), coalesce(excluded.started_at, job.started_at),
          coalesce(excluded.completed_at, job.completed_at)
        ) is distinct from (
          job.run_id, job.github_run_id, job.attempt, job.node_id, job.name, job.workflow_name, job.status, job.conclusion,
          job.runner_labels, job.runner_name, job.runner_group, job.created_at, job.started_at, job.completed_at
        )
      returning github_id, id, xmax = 0 as is_new
    )
    select input."githubId" as github_id, coalesce(saved.id, job.id) as id, saved.is_new
    from input
    left join saved on saved.github_id = input."githubId"
    left join pulse.workflow_jobs as job
      on job.repository_id = ${scope.repositoryId} and job.github_id = input."githubId"
  `.execute(tx);
  const ids = new Map(saved.rows.map((row) => [row.githubId, row.id]));
  await saveWorkflowSteps(
    tx,
    scope,
    rows.flatMap((row) => row.steps.map((step) => ({ ...step, jobId: ids.get(row.githubId) ?? 0 }))),
  );
  return countSaved(saved.rows);
}

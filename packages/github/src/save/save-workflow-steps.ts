import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";
import { progressOf } from "./save-workflow-runs.ts";
import { toRunState } from "./to-run-state.ts";

export type WorkflowStepRow = {
  readonly jobId: number;
  readonly number: number;
  readonly name: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  /** With any offset from UTC. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
};

/** Saves steps by job and number; the one that is further, then the one that is later, wins. */
export async function saveWorkflowSteps(
  tx: Tx,
  scope: SaveScope,
  rows: readonly WorkflowStepRow[],
): Promise<SaveCounts> {
  if (rows.length === 0) return noCounts;
  const told = rows.map((row) => ({ ...row, ...toRunState(row) }));
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select distinct on ("jobId", number) *
      from json_to_recordset(${JSON.stringify(told)}::json) as row (
        "jobId" bigint, number integer, name text, status text, conclusion text, "startedAt" timestamptz,
        "completedAt" timestamptz
      )
      order by "jobId", number, ${progressOf(sql`status`)} desc, "completedAt" desc nulls last
    ), saved as (
      insert into pulse.workflow_steps as step (
        workspace_id, repository_id, job_id, number, name, status, conclusion, started_at, completed_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "jobId", number, name, status, conclusion, "startedAt",
        "completedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by "jobId", number
      on conflict (repository_id, job_id, number) do update set
        name = excluded.name,
        status = excluded.status,
        conclusion = excluded.conclusion,
        started_at = coalesce(excluded.started_at, step.started_at),
        completed_at = coalesce(excluded.completed_at, step.completed_at),
        fetched_at = excluded.fetched_at
      where (
          ${progressOf(sql`excluded.status`)}, coalesce(excluded.completed_at, '-infinity'), excluded.fetched_at
        ) >= (${progressOf(sql`step.status`)}, coalesce(step.completed_at, '-infinity'), step.fetched_at)
        and (
          excluded.name, excluded.status, excluded.conclusion, coalesce(excluded.started_at, step.started_at),
          coalesce(excluded.completed_at, step.completed_at)
        ) is distinct from (step.name, step.status, step.conclusion, step.started_at, step.completed_at)
      returning job_id, number, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved on saved.job_id = input."jobId" and saved.number = input.number
  `.execute(tx);
  return countSaved(saved.rows);
}

import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";

import type { ActionContext } from "../../action.ts";
import { failedConclusions } from "./failed-conclusions.ts";
import type { JobRow } from "./get-run-jobs.ts";
import { nextPlace } from "./next-place.ts";
import type { MirrorPlace } from "./read-through.ts";
import { secondsBetween } from "./shapes.ts";

type StoredJob = Pick<JobRow, "id" | "name" | "status" | "conclusion"> & {
  readonly attempt: number;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly failedSteps: string[];
};

type Asked = {
  readonly repositoryId: number;
  /** GitHub's. */
  readonly runId: number;
  /** Of the name. */
  readonly part: string | null;
  readonly isFailedOnly: boolean;
  readonly after: MirrorPlace | null;
  readonly limit: number;
};

const failed = sql`(${sql.join(failedConclusions)})`;

/** Jobs of a run's newest attempt as our copy has them; null where the copy has no such run. */
export async function readStoredJobs(ctx: ActionContext, asked: Asked) {
  const [last = null] = asked.after ?? [];
  return await withWorkspace(ctx.db, ctx.actor, async (tx) => {
    const newest = await sql<{ attempt: number | null }>`
      select max(run.attempt) as attempt
      from pulse.workflow_runs as run
      where run.repository_id = ${asked.repositoryId}
        and run.github_id = ${asked.runId}
    `.execute(tx);
    const attempt = newest.rows[0]?.attempt ?? null;
    if (attempt === null) return null;
    const found = await sql<StoredJob>`
      select
        job.github_id as id, job.name, job.status, job.conclusion, job.attempt, job.started_at, job.completed_at,
        array(
          select step.name
          from pulse.workflow_steps as step
          where step.repository_id = job.repository_id
            and step.job_id = job.id
            and step.conclusion in ${failed}
          order by step.number
        ) as failed_steps
      from pulse.workflow_jobs as job
      where job.repository_id = ${asked.repositoryId}
        and job.github_run_id = ${asked.runId}
        and job.attempt = ${attempt}
        and (${asked.part}::text is null or position(lower(${asked.part}) in lower(job.name)) > 0)
        and (not ${asked.isFailedOnly} or job.conclusion in ${failed})
        and (${last}::bigint is null or job.github_id > ${last}::bigint)
      order by job.github_id
      limit ${asked.limit + 1}
    `.execute(tx);
    const rows = found.rows
      .slice(0, asked.limit)
      .map(({ attempt: run_attempt, startedAt, completedAt, failedSteps, ...job }): JobRow => ({
        ...job,
        run_attempt,
        started_at: startedAt?.toISOString() ?? null,
        duration_s: startedAt === null || completedAt === null ? null : secondsBetween(startedAt, completedAt),
        failed_steps: failedSteps,
      }));
    return { rows, next: nextPlace(found.rows, asked.limit, ({ id }) => [id]) };
  });
}

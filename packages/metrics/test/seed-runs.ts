import { sql } from "kysely";

import type { Attempt, Job, Repository, Run } from "./history.ts";
import type { Fragment, Seed } from "./seed-rows.ts";

type RunsInput = { readonly repository: Repository; readonly repositoryId: number };

/** Workflows, attempts of runs, and jobs: also those whose run is not known. */
export async function seedRuns(seed: Seed, { repository, repositoryId }: RunsInput): Promise<void> {
  const { runs, looseJobs } = repository;
  await seed("workflows", "github_id, name, fetched_at", {
    rows: [...new Set(runs.map(({ workflow }) => workflow))].map((name, index) => ({ name, id: index + 1 })),
    shape: sql`id bigint, name text`,
    values: sql`id, name, now()`,
  });
  await seed(
    "workflow_runs",
    "workflow_id, github_id, attempt, number, status, conclusion, head_sha, created_at, run_started_at, updated_at, fetched_at",
    {
      rows: runs.flatMap(({ attempts, ...run }) => attempts.map((attempt, index) => attemptRow(run, attempt, index))),
      shape: sql`
        id bigint, workflow text, sha text, attempt integer, conclusion text, "createdAt" float8, "startedAt" float8,
        "updatedAt" float8
      `,
      values: sql`
        (select id from pulse.workflows where repository_id = ${repositoryId} and name = input.workflow), id, attempt, id,
        case when conclusion is null then 'in_progress' else 'completed' end, conclusion, sha, to_timestamp("createdAt"),
        to_timestamp("startedAt"), to_timestamp("updatedAt"), now()
      `,
    },
  );
  const found: Fragment = sql`(
    select id
    from pulse.workflow_runs
    where repository_id = ${repositoryId}
      and github_id = input.run
      and attempt = input.attempt
  )`;
  const rows = [
    ...runs.flatMap(({ id, attempts }) =>
      attempts.flatMap(({ jobs }, index) => jobs.map((job) => ({ ...job, run: id, attempt: index + 1 }))),
    ),
    ...looseJobs.map((job, index) => ({ ...job, run: 1_000_000 + index, attempt: 1 })),
  ];
  await seed(
    "workflow_jobs",
    "run_id, github_run_id, attempt, github_id, name, workflow_name, status, conclusion, runner_labels, created_at, started_at, completed_at, fetched_at",
    {
      rows: rows.map((job, index): Job & { readonly id: number } => ({ ...job, id: index + 1 })),
      shape: sql`
        id bigint, run bigint, attempt integer, name text, conclusion text, labels text[], "createdAt" float8,
        "startedAt" float8, "completedAt" float8
      `,
      values: sql`
        ${found}, run, attempt, id, name, 'Old', case when conclusion is null then 'queued' else 'completed' end, conclusion,
        labels, to_timestamp("createdAt"), to_timestamp("startedAt"), to_timestamp("completedAt"), now()
      `,
    },
  );
}

function attemptRow(run: Omit<Run, "attempts">, attempt: Attempt, index: number) {
  return { ...run, ...attempt, jobs: undefined, attempt: index + 1, createdAt: attempt.startedAt };
}

import { sql, type RawBuilder } from "kysely";

import { dice } from "./dice.ts";
import { fillAsOf, fillFrom } from "./sizes.ts";

// As many jobs as make two for each item: two million beside a million.
const runsPerRepository = 1_900;

const asOf = sql`${fillAsOf.toISOString()}::timestamptz`;
const from = sql`${fillFrom.toISOString()}::timestamptz`;
const key = sql`repository.id * 100000 + n`;

/** Runs of three workflows over the two years, one in twenty of them tried again, each attempt of two jobs; some fail, and say in which step. */
export const inventRuns: readonly RawBuilder<unknown>[] = [
  sql`
    insert into pulse.workflows (workspace_id, repository_id, github_id, name, fetched_at)
    select workspace_id, id, place, workflow.name, ${asOf}
    from pulse.repositories
    cross join (values (1, 'CI'), (2, 'Nightly'), (3, 'Deploy')) as workflow (place, name)
  `,
  sql`
    insert into pulse.workflow_runs (
      workspace_id, repository_id, workflow_id, github_id, attempt, number, name, event, status, conclusion, head_branch, head_sha, created_at,
      run_started_at, updated_at, fetched_at, jobs_read_at
    )
    select
      repository.workspace_id, repository.id, workflow.id, n, attempt, n, workflow.name, 'push', 'completed',
      case when attempt = 1 and ${dice(key, 8)} = 0 then 'failure' when ${dice(sql`${key} + 1`, 30)} = 0 then 'cancelled' else 'success' end,
      'main', lpad(to_hex(repository.id * 100000 + n / 2), 40, '0'), told.at, told.at + interval '20 minutes' * (attempt - 1),
      told.at + interval '20 minutes' * (attempt - 1) + interval '9 minutes', ${asOf}, ${asOf}
    from pulse.repositories as repository
    cross join generate_series(1, ${sql.lit(runsPerRepository)}) as n
    cross join lateral (
      select ${from} + (${asOf} - ${from}) * (n::double precision / ${sql.lit(runsPerRepository)}) - interval '1 hour' as at
    ) as told
    cross join generate_series(1, case when ${dice(key, 20)} = 0 then 2 else 1 end) as attempt
    join pulse.workflows as workflow
      on workflow.repository_id = repository.id
      and workflow.github_id = case when n % 10 = 0 then 2 when n % 10 = 1 then 3 else 1 end
  `,
  sql`
    insert into pulse.workflow_jobs (
      workspace_id, repository_id, run_id, github_run_id, attempt, github_id, name, status, conclusion, runner_labels, created_at, started_at,
      completed_at, fetched_at
    )
    select
      run.workspace_id, run.repository_id, run.id, run.github_id, run.attempt, run.id * 2 + place, case place when 0 then 'lint' else 'test' end,
      'completed', case when run.conclusion = 'failure' and place = 0 then 'success' else run.conclusion end,
      array[case when ${dice(sql`run.id`, 6)} = 0 then 'macos-latest' else 'ubuntu-latest' end], run.run_started_at,
      run.run_started_at + interval '1 second' * (2 + ${dice(sql`run.id * 2 + place`, 90)}),
      run.run_started_at + interval '1 second' * (100 + ${dice(sql`run.id * 2 + place + 7`, 430)}), ${asOf}
    from pulse.workflow_runs as run
    cross join generate_series(0, 1) as place
  `,
  sql`
    insert into pulse.workflow_steps (workspace_id, repository_id, job_id, number, name, status, conclusion, fetched_at)
    select workspace_id, repository_id, id, step, case step when 1 then 'Set up job' else 'Run ' || name end, 'completed',
      case step when 1 then 'success' else conclusion end, ${asOf}
    from pulse.workflow_jobs
    cross join generate_series(1, 2) as step
    where conclusion = 'failure'
  `,
];

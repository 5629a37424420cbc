import { sql } from "kysely";

import { count } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { jobKinds, jobSplits, repeated, workflowJobs } from "./workflow-jobs.ts";
import { hasFailed } from "./workflow-runs.ts";

export const ciTopFailing: Metric = {
  id: "ci.top_failing",
  title: "Failed jobs",
  definition:
    "Jobs that failed, of those whose attempt began in the window; one that a later attempt carried over counts once. The rows are the jobs, and the steps in them, that failed most often, with the latest failure of each.",
  unit: "count",
  direction: "down",
  source: workflowJobs,
  needs: jobKinds,
  membership: { kind: "event", at: sql`item.belongs_at` },
  only: hasFailed,
  measure: sql`case when not item.is_repeated then 1 end`,
  value: { value: count },
  rows: {
    kind: "select",
    of: ({ view, isCounted }) => sql`
      with failed as materialized (
        select
          moment.full_name, item.repository_id, item.id, item.workflow_name, item.title, item.belongs_at, item.run_id, item.job_id
        from ${view} as item
        join moment
          on moment.repository_id = item.repository_id
          and item.belongs_at >= moment.starts_at
          and item.belongs_at < moment.at
        where ${isCounted}
          and not item.is_repeated
      ),
      failure as (
        select 'job' as kind, null::text as step, failed.*
        from failed
        union all
        select 'step', step.name, failed.*
        from failed
        join pulse.workflow_steps as step
          on step.repository_id = failed.repository_id
          and step.job_id = failed.id
          and step.conclusion in ('failure', 'timed_out')
      )
      select
        kind,
        full_name as repository,
        workflow_name as workflow,
        title as job,
        step,
        count(*) as n,
        max(belongs_at) as last_failed_at,
        (array_agg(run_id::text order by belongs_at desc, job_id desc))[1] as last_run_id,
        (array_agg(job_id::text order by belongs_at desc, job_id desc))[1] as last_job_id
      from failure
      group by kind, full_name, workflow_name, title, step
      order by
        kind, count(*) desc, full_name collate "C", workflow_name collate "C" nulls first, title collate "C", step collate "C"
    `,
  },
  splits: jobSplits,
  itemValue: null,
  leftOut: [repeated],
};

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
    // Of what is kept of failures, which are no rows of the timeline of jobs.
    of: () => sql`
      select
        case when failure.step_name is null then 'job' else 'step' end as kind,
        moment.full_name as repository,
        failure.workflow_name as workflow,
        failure.job_name as job,
        failure.step_name as step,
        count(*) as n,
        max(failure.belongs_at) as last_failed_at,
        (array_agg(failure.github_run_id::text order by failure.belongs_at desc, failure.github_job_id desc))[1] as last_run_id,
        (array_agg(failure.github_job_id::text order by failure.belongs_at desc, failure.github_job_id desc))[1] as last_job_id
      from pulse.ci_failures as failure
      join moment
        on moment.repository_id = failure.repository_id
        and failure.belongs_at >= moment.starts_at
        and failure.belongs_at < moment.at
      where not failure.is_repeated
      group by kind, moment.full_name, failure.workflow_name, failure.job_name, failure.step_name
      order by
        kind, count(*) desc, moment.full_name collate "C", failure.workflow_name collate "C" nulls first, failure.job_name collate "C",
        failure.step_name collate "C"
    `,
  },
  summed: {
    splits: [null, "day", "week", "month", "workflow", "repository"],
    view: sql`(
      select
        workspace_id, repository_id, null::bigint as author_id, null::text as author_login, false as is_bot, '{}'::text[] as label_names,
        workflow_name, belongs_at, is_repeated
      from pulse.ci_failures
      where step_number = 0
    )`,
    measure: sql`case when not item.is_repeated then 1 end`,
    value: { value: count },
  },
  splits: jobSplits,
  itemValue: null,
  leftOut: [repeated],
};

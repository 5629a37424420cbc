import type { Tx } from "@pulse/db";
import { sql } from "kysely";

const columns = {
  pull_request_timeline:
    "workspace_id, repository_id, id, number, title, author_id, author_login, is_bot, state, is_draft, label_names, created_at, ready_at, first_commit_at, first_review_at, first_approval_at, merged_at, closed_at, deployed_at, updated_at, review_depth, review_rounds, lines",
  review_timeline:
    "workspace_id, repository_id, id, number, title, author_id, author_login, is_bot, state, label_names, pull_request_id, review_id, pull_request_author_id, submitted_at, ready_at, asked_at, answered_at",
  issue_timeline:
    "workspace_id, repository_id, id, number, title, author_id, author_login, is_bot, state, label_names, created_at, first_response_at, closed_at, updated_at, response_sla",
} as const;

type Bots = { readonly extra: string; readonly areIncluded: boolean };

/** The rows in which a stored timeline and the one computed from the facts part, as one of these accounts of bots sees them. */
export async function compareTimelines(tx: Tx, { extra, areIncluded }: Bots): Promise<readonly unknown[]> {
  await sql`
    select
      set_config('pulse.extra_bots', ${extra}, true),
      set_config('pulse.include_bots', ${areIncluded ? "on" : "off"}, true)
  `.execute(tx);
  const found = [];
  for (const [view, names] of Object.entries(columns)) {
    const listed = sql.raw(names);
    const [stored, computed] = [sql.id("metrics", view), sql.id("metrics", `${view}_from_facts`)];
    const differing = await sql`
      select 'stored' as side, *
      from (select ${listed} from ${stored} except all select ${listed} from ${computed}) as stored
      union all
      select 'computed', *
      from (select ${listed} from ${computed} except all select ${listed} from ${stored}) as computed
    `.execute(tx);
    found.push(...differing.rows);
  }
  for (const [stored, computed] of [...acts, ...ciSums]) {
    const differing = await sql`
      select 'stored' as side, * from (${stored} except all ${computed}) as stored
      union all
      select 'computed', * from (${computed} except all ${stored}) as computed
    `.execute(tx);
    found.push(...differing.rows);
  }
  return found;
}

// Each act of the weeks that are kept, what these add up to, and who came first when.
const acts = [
  [
    sql`
      select repository_id, author_id, is_bot, act.at, case act.kind when 'p' then 'pull_request' when 'c' then 'commit' when 'i' then 'issue' when 'r' then 'review' else 'comment' end as kind
      from metrics.contributor_weeks
      cross join lateral unnest(acted_at, kinds) as act (at, kind)
    `,
    sql`select repository_id, author_id, is_bot, acted_at, kind from metrics.contributor_acts`,
  ],
  [
    sql`
      select
        repository_id, author_id, week_on, min(first_acted_at), max(last_acted_at), sum(commits)::integer, sum(issues)::integer,
        sum(pull_requests)::integer, sum(reviews)::integer, sum(comments)::integer
      from metrics.contributor_weeks
      group by 1, 2, 3
    `,
    sql`
      select
        repository_id, author_id, date_trunc('week', acted_at at time zone 'UTC')::date, min(acted_at), max(acted_at),
        (count(*) filter (where kind = 'commit'))::integer, (count(*) filter (where kind = 'issue'))::integer,
        (count(*) filter (where kind = 'pull_request'))::integer, (count(*) filter (where kind = 'review'))::integer,
        (count(*) filter (where kind = 'comment'))::integer
      from metrics.contributor_acts
      group by 1, 2, 3
    `,
  ],
  [
    sql`
      select
        repository_id, author_id, weeks, starts_on, min(first_acted_at), max(last_acted_at), sum(commits), sum(issues), sum(pull_requests),
        sum(reviews), sum(comments)
      from metrics.contributor_spans
      group by 1, 2, 3, 4
    `,
    sql`
      select
        repository_id, author_id, size.weeks, span.starts_on, min(acted_at), max(acted_at),
        count(*) filter (where kind = 'commit'), count(*) filter (where kind = 'issue'), count(*) filter (where kind = 'pull_request'),
        count(*) filter (where kind = 'review'), count(*) filter (where kind = 'comment')
      from metrics.contributor_acts
      cross join (values (4), (16)) as size (weeks)
      cross join lateral (
        select (date_bin(make_interval(days => 7 * size.weeks), acted_at at time zone 'UTC', timestamp '0001-01-01'))::date as starts_on
      ) as span
      group by 1, 2, 3, 4
    `,
  ],
  [
    sql`select repository_id, author_id, is_bot, acted_at from metrics.first_acts`,
    sql`select repository_id, author_id, bool_and(is_bot), min(acted_at) from metrics.contributor_acts group by 1, 2`,
  ],
] as const;

const ciFacts = sql`(
  select repository_id, 'wait' as kind, null::text as workflow_name, '{}'::text[] as label_names, belongs_at, date_part('epoch', started_at - created_at) as measure
  from metrics.workflow_job_timeline
  union all
  select
    repository_id, 'minutes', workflow_name, label_names, belongs_at,
    case when conclusion is distinct from 'skipped' and not is_repeated then ceil(date_part('epoch', completed_at - started_at) / 60) end
  from metrics.workflow_job_timeline
  union all
  select
    repository_id, 'duration', workflow_name, '{}', run_started_at,
    case when status = 'completed' then date_part('epoch', coalesce(last_job_completed_at, updated_at) - run_started_at) end
  from metrics.workflow_run_timeline
)`;

// What runs and jobs took, of each week and added up, and what failed.
const ciSums = [
  [
    sql`
      select repository_id, week_on, kind, workflow_name, label_names, entry.at, entry.measure
      from pulse.ci_weeks
      cross join lateral unnest(belongs_at, measures) as entry (at, measure)
    `,
    sql`
      select
        repository_id, date_trunc('week', belongs_at at time zone 'UTC')::date, kind, workflow_name, label_names, belongs_at, measure
      from ${ciFacts} as fact
      where belongs_at is not null
    `,
  ],
  [
    sql`
      select repository_id, weeks::integer, starts_on, kind, workflow_name, label_names, entry.measure, entry.n::bigint
      from pulse.ci_spans
      cross join lateral unnest(measures, counts) as entry (measure, n)
    `,
    sql`
      select repository_id, size.weeks, span.starts_on, kind, workflow_name, label_names, measure, count(*)
      from ${ciFacts} as fact
      cross join (values (4), (16)) as size (weeks)
      cross join lateral (
        select (date_bin(make_interval(days => 7 * size.weeks), belongs_at at time zone 'UTC', timestamp '0001-01-01'))::date as starts_on
      ) as span
      where belongs_at is not null
      group by 1, 2, 3, 4, 5, 6, 7
    `,
  ],
  [
    sql`select repository_id, weeks::integer, starts_on, kind, workflow_name, label_names, first_at, last_at from pulse.ci_spans`,
    sql`
      select repository_id, size.weeks, span.starts_on, kind, workflow_name, label_names, min(belongs_at), max(belongs_at)
      from ${ciFacts} as fact
      cross join (values (4), (16)) as size (weeks)
      cross join lateral (
        select (date_bin(make_interval(days => 7 * size.weeks), belongs_at at time zone 'UTC', timestamp '0001-01-01'))::date as starts_on
      ) as span
      where belongs_at is not null
      group by 1, 2, 3, 4, 5, 6
    `,
  ],
  [
    sql`
      select repository_id, job_id, step_number, is_repeated, belongs_at, workflow_name, job_name, step_name, github_run_id, github_job_id
      from pulse.ci_failures
    `,
    sql`
      select job.repository_id, job.id, failed.number, job.is_repeated, job.belongs_at, job.workflow_name, job.title, failed.name, job.run_id, job.job_id
      from metrics.workflow_job_timeline as job
      cross join lateral (
        select 0 as number, null::text as name
        union all
        select step.number, step.name
        from pulse.workflow_steps as step
        where step.repository_id = job.repository_id
          and step.job_id = job.id
          and step.conclusion in ('failure', 'timed_out')
          and not job.is_repeated
      ) as failed
      where job.conclusion in ('failure', 'timed_out', 'startup_failure')
        and job.belongs_at is not null
    `,
  ],
] as const;

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
  for (const [stored, computed] of acts) {
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
      select repository_id, author_id, week_on, first_acted_at, last_acted_at, commits, issues, pull_requests, reviews, comments
      from metrics.contributor_weeks
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

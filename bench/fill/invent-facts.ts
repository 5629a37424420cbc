import type { Db } from "@pulse/db";
import { sql, type RawBuilder } from "kysely";

import { dice } from "./dice.ts";
import { inventRuns } from "./invent-runs.ts";
import { fillAsOf, fillFrom } from "./sizes.ts";

/**
 * What the generated histories or today's importers lack, in sane proportions, so that no metric is fast for want of facts: texts as long
 * as real ones, drafts, milestones, releases, daily counts, weekly deployments, accounts of committers.
 */
export async function inventFacts(db: Db): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const asOf = sql`${fillAsOf.toISOString()}::timestamptz`;
const from = sql`${fillFrom.toISOString()}::timestamptz`;

// Means of three public archives: 180, 600, 400 and 170 characters.
const statements: readonly RawBuilder<unknown>[] = [
  sql`update pulse.pull_requests set body = rpad(body, ${dice(sql`id`, 360)}::integer, ' lorem ipsum dolor sit amet')`,
  sql`update pulse.issues set body = rpad(body, ${dice(sql`id`, 1200)}::integer, ' lorem ipsum dolor sit amet')`,
  sql`update pulse.issue_comments set body = rpad(body, ${dice(sql`id`, 800)}::integer, ' lorem ipsum dolor sit amet')`,
  sql`update pulse.review_comments set body = rpad(body, ${dice(sql`id`, 340)}::integer, ' lorem ipsum dolor sit amet')`,
  sql`update pulse.accounts set type = case when login like '%[bot]' then 'Bot' else 'User' end`,
  // One in ten commits is by somebody whose address GitHub does not know.
  sql`
    update pulse.commits as made
    set author_id = account.id
    from pulse.accounts as account
    where account.workspace_id = made.workspace_id
      and lower(account.login) = split_part(made.author_email, '@', 1)
      and ${dice(sql`account.id`, 10)} > 0
  `,
  sql`
    insert into pulse.milestones (workspace_id, repository_id, number, title, state, due_at, created_at, closed_at, fetched_at)
    select
      workspace_id, id, ordinal, 'Milestone ' || ordinal,
      case when due_at < ${asOf} - interval '60 days' then 'closed' else 'open' end,
      due_at, due_at - interval '60 days', case when due_at < ${asOf} - interval '60 days' then due_at end, ${asOf}
    from pulse.repositories
    cross join generate_series(1, 13) as ordinal
    cross join lateral (select ${from} + ordinal * interval '60 days' as due_at) as due
  `,
  ...["issues", "pull_requests"].map(
    (table) => sql`
      update ${sql.id("pulse", table)} as item
      set milestone_id = milestone.id
      from pulse.milestones as milestone
      where milestone.repository_id = item.repository_id
        and item.created_at >= milestone.created_at
        and item.created_at < milestone.due_at
        and ${dice(sql`item.id`, 3)} = 0
    `,
  ),
  sql`
    insert into pulse.releases (workspace_id, repository_id, tag_name, name, is_draft, is_prerelease, created_at, published_at, fetched_at)
    select workspace_id, repository_id, name, name, false, ${dice(sql`repository_id + extract(month from tagged_at)::bigint`, 4)} = 0, tagged_at, tagged_at, ${asOf}
    from pulse.tags
  `,
  sql`
    insert into pulse.repository_days (workspace_id, repository_id, day_on, stars, forks, watchers, fetched_at)
    select workspace_id, id, day::date, 100 + day_number, 10 + day_number / 10, 5 + day_number / 20, day + interval '3 hours'
    from pulse.repositories
    cross join generate_series(${from}, ${asOf} - interval '1 day', interval '1 day') with ordinality as series (day, day_number)
  `,
  sql`
    insert into pulse.timeline_events (workspace_id, repository_id, pull_request_id, kind, created_at, fetched_at)
    select workspace_id, repository_id, id, 'ready_for_review', created_at + interval '1 minute' * ${dice(sql`id`, 240)}, ${asOf}
    from pulse.pull_requests
    where ${dice(sql`id + 1`, 100)} < 12
    union all
    select workspace_id, repository_id, id, 'force_pushed', created_at + interval '1 minute' * ${dice(sql`id`, 2400)}, ${asOf}
    from pulse.pull_requests
    where ${dice(sql`id + 2`, 100)} < 15
  `,
  sql`update pulse.pull_requests set is_draft = true where state = 'open' and ${dice(sql`id`, 8)} = 0`,
  ...inventRuns,
  sql`
    insert into pulse.deployments (workspace_id, repository_id, source, external_id, environment, is_production, sha, state, created_at, finished_at, fetched_at)
    select workspace_id, id, 'github', ordinal::text, 'production', true, tip.sha, 'success', at - interval '10 minutes', at, ${asOf}
    from pulse.repositories
    cross join generate_series(${from} + interval '3 days', ${asOf}, interval '4 days') with ordinality as series (at, ordinal)
    cross join lateral (
      select sha
      from pulse.commits as made
      where made.repository_id = repositories.id
        and made.is_on_default_branch
        and made.committed_at < at
      order by made.committed_at desc, made.sha
      limit 1
    ) as tip
  `,
  // Every ninth deployment is followed by an incident; which change came with which is found out by the database itself.
  sql`
    insert into pulse.incidents (workspace_id, repository_id, source, external_id, title, began_at, resolved_at, fetched_at)
    select
      workspace_id, repository_id, 'api', external_id, 'Outage', finished_at + interval '3 hours',
      finished_at + interval '3 hours' + interval '1 minute' * ${dice(sql`id`, 2000)}, ${asOf}
    from pulse.deployments
    where ${dice(sql`id`, 9)} = 0
  `,
  sql`
    insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
    select workspace_id, id, kind, 'sync', ${asOf}, ${asOf}
    from pulse.repositories
    cross join unnest(array[
      'milestones', 'releases', 'repository_days', 'timeline_events', 'deployments', 'review_requests', 'workflow_runs', 'workflow_jobs'
    ]) as kind
  `,
  sql`update pulse.sync_state set covered_from = null, covered_to = ${asOf}`,
];

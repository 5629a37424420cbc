import type { Db } from "@pulse/db";
import { sql, type RawBuilder } from "kysely";

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

/** A number from 0 to `below` that looks like chance and is the same in every run. */
function dice(key: RawBuilder<unknown>, below: number): RawBuilder<unknown> {
  return sql`(abs(hashint8(${key})::bigint) % ${sql.lit(below)})`;
}

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
  sql`
    insert into pulse.deployments (workspace_id, repository_id, source, external_id, environment, is_production, state, created_at, finished_at, fetched_at)
    select workspace_id, id, 'github', ordinal::text, 'production', true, 'success', at - interval '10 minutes', at, ${asOf}
    from pulse.repositories
    cross join generate_series(${from} + interval '3 days', ${asOf}, interval '4 days') with ordinality as series (at, ordinal)
  `,
  sql`
    insert into pulse.deployment_changes (workspace_id, repository_id, deployment_id, pull_request_id, fetched_at)
    select merged.workspace_id, merged.repository_id, carrier.id, merged.id, ${asOf}
    from pulse.pull_requests as merged
    cross join lateral (
      select id
      from pulse.deployments as deployment
      where deployment.repository_id = merged.repository_id
        and deployment.finished_at > merged.merged_at
      order by deployment.finished_at
      limit 1
    ) as carrier
  `,
  sql`
    insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
    select workspace_id, id, kind, 'sync', ${asOf}, ${asOf}
    from pulse.repositories
    cross join unnest(array['milestones', 'releases', 'repository_days', 'timeline_events', 'deployments']) as kind
  `,
  sql`update pulse.sync_state set covered_from = null, covered_to = ${asOf}`,
];

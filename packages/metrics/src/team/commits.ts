import { sql } from "kysely";

import { countMetric } from "../count-metric.ts";
import type { Metric } from "../metric.ts";
import { named } from "../repo/contributors.ts";

// Whoever has no account is known by the address, as in repo.contributor_absence_factor.
const view = sql`(
  select
    made.workspace_id,
    made.repository_id,
    coalesce(
      made.author_id,
      -1 - (hashtextextended(lower(coalesce(nullif(made.author_email, ''), nullif(made.author_name, ''))), 0) & 4503599627370495)
    ) as author_id,
    made.author_name,
    (
      select account.login
      from pulse.accounts as account
      where account.workspace_id = made.workspace_id
        and account.id = made.author_id
    ) as author_login,
    case
      when made.author_id is not null then made.author_id in (select bot.id from metrics.bots as bot)
      else current_setting('pulse.include_bots', true) is distinct from 'on'
        and coalesce(made.author_name like '%[bot]' or split_part(made.author_email, '@', 1) like '%[bot]', false)
    end as is_bot,
    '{}'::text[] as label_names,
    made.authored_at
  from pulse.commits as made
  where made.is_on_default_branch
    and cardinality(made.parent_shas) < 2
)`;

export const teamCommits: Metric = {
  ...countMetric({
    id: "team.commits",
    title: "Commits",
    definition:
      "Commits on the default branch by their author date in the window; those that only merge others are left out. The rows are their authors, by name.",
    direction: "neutral",
    source: { item: "commit", view, actedAt: sql`item.authored_at`, details: {} },
    needs: ["commits"],
    at: sql`item.authored_at`,
  }),
  splits: ["day", "week", "month", "author", "repository"],
  rows: {
    kind: "select",
    of: ({ view: source, isCounted }) =>
      named(
        sql`
          select
            item.author_id,
            max(item.author_name) as author_name,
            count(*)::integer as commits,
            max(item.authored_at) as last_authored_at
          from ${source} as item
          join moment
            on moment.repository_id = item.repository_id
            and item.authored_at >= moment.starts_at
            and item.authored_at < moment.at
          where ${isCounted}
          group by item.author_id
        `,
        sql`person.commits, person.last_authored_at`,
      ),
  },
};

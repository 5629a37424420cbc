import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { commits, contributorSplits, named } from "./contributors.ts";

/** https://chaoss.community/kb/metric-contributor-absence-factor/ */
export const repoContributorAbsenceFactor: Metric = {
  id: "repo.contributor_absence_factor",
  title: "Contributor absence factor",
  definition:
    "The smallest number of people whose commits on the default branch, by author date in the window, make at least half of all of them. n is the number of commits; the rows are these people.",
  unit: "count",
  direction: "up",
  source: commits,
  needs: ["commits"],
  membership: { kind: "event", at: sql`item.acted_at` },
  only: sql`item.commits > 0`,
  measure: sql`item.commits`,
  isWeighed: true,
  value: {
    value: {
      // Somebody is needed as long as those with more commits make less than half.
      of: (measure) => sql`(
        select count(*) filter (where (running - n) * 2 < total)
        from (
          select
            sum(made.n) as n,
            sum(sum(made.n)) over (order by sum(made.n) desc, author_id) as running,
            sum(sum(made.n)) over () as total
          from unnest(array_agg(item.author_id), array_agg(${measure})) as made (author_id, n)
          group by author_id
        ) as person
      )`,
      whenEmpty: null,
    },
  },
  splits: contributorSplits,
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select author_id, author_name, n, total
          from (
            select
              item.author_id,
              max(item.author_name) as author_name,
              sum(item.commits)::integer as n,
              sum(sum(item.commits)) over (order by sum(item.commits) desc, item.author_id) as running,
              sum(sum(item.commits)) over () as total
            from ${view} as item
            join moment
              on moment.repository_id = item.repository_id
              and item.acted_at < moment.at
            where ${isCounted}
              and item.acted_at >= moment.starts_at
            group by item.author_id
          ) as ranked
          where (running - n) * 2 < total
        `,
        sql`person.n as commits, person.n::double precision / person.total as share`,
      ),
  },
  itemValue: null,
};

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
  membership: { kind: "event", at: sql`item.authored_at` },
  only: sql`item.author_id is not null`,
  measure: sql`1`,
  value: {
    value: {
      // Somebody is needed as long as those with more commits make less than half.
      of: () => sql`(
        select count(*) filter (where (running - n) * 2 < total)
        from (
          select
            count(*) as n,
            sum(count(*)) over (order by count(*) desc, author_id) as running,
            sum(count(*)) over () as total
          from unnest(array_agg(item.author_id)) as made (author_id)
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
              count(*) as n,
              sum(count(*)) over (order by count(*) desc, item.author_id) as running,
              sum(count(*)) over () as total
            from ${view} as item
            join moment
              on moment.repository_id = item.repository_id
              and item.authored_at < moment.at
            where ${isCounted}
              and item.authored_at >= moment.starts_at
            group by item.author_id
          ) as ranked
          where (running - n) * 2 < total
        `,
        sql`person.n as commits, person.n::double precision / person.total as share`,
      ),
  },
  itemValue: null,
};

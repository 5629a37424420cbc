import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { contributorKinds, contributorSplits, firstActs, named, people } from "./contributors.ts";

export const repoNewContributors: Metric = {
  id: "repo.new_contributors",
  title: "New contributors",
  definition:
    "People whose first ever act (as in repo.active_contributors) in the repositories looked at lies in the window. In a split by repository, whoever is new to that repository.",
  unit: "count",
  direction: "up",
  source: firstActs,
  needs: contributorKinds,
  membership: { kind: "event", at: sql`item.acted_at` },
  measure: sql`1`,
  value: { value: people },
  isFirst: sql`item.is_first`,
  splits: contributorSplits,
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select item.author_id, item.author_name, moment.full_name as repository, item.acted_at as first_acted_at
          from ${view} as item
          join moment
            on moment.repository_id = item.repository_id
            and item.acted_at < moment.at
          where ${isCounted}
            and item.acted_at >= moment.starts_at
            and item.is_first
        `,
        sql`person.repository, person.first_acted_at`,
      ),
  },
  itemValue: null,
};

import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { acts, contributorKinds, contributorSplits, named, people } from "./contributors.ts";

export const repoActiveContributors: Metric = {
  id: "repo.active_contributors",
  title: "Active contributors",
  definition:
    "People who opened an issue or pull request, reviewed, commented, or have a commit on the default branch by its author date, in the window. Deleted accounts are nobody. n is the number of these acts.",
  unit: "count",
  direction: "up",
  source: acts,
  needs: contributorKinds,
  membership: { kind: "event", at: sql`item.acted_at` },
  measure: sql`item.commits + item.issues + item.pull_requests + item.reviews + item.comments`,
  isWeighed: true,
  value: { value: people },
  splits: contributorSplits,
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select
            item.author_id,
            max(item.author_name) as author_name,
            sum(item.commits)::integer as commits,
            sum(item.issues)::integer as issues,
            sum(item.pull_requests)::integer as pull_requests,
            sum(item.reviews)::integer as reviews,
            sum(item.comments)::integer as comments,
            max(item.last_acted_at) as last_acted_at
          from ${view} as item
          join moment
            on moment.repository_id = item.repository_id
            and item.acted_at < moment.at
          where ${isCounted}
            and item.acted_at >= moment.starts_at
          group by item.author_id
        `,
        sql`person.commits, person.issues, person.pull_requests, person.reviews, person.comments, person.last_acted_at`,
      ),
  },
  itemValue: null,
};

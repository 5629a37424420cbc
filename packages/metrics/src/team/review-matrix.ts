import { sql } from "kysely";

import { countMetric } from "../count-metric.ts";
import type { Metric } from "../metric.ts";
import { reviewKinds, reviews, reviewSplits, submittedAt } from "./reviews.ts";

export const teamReviewMatrix: Metric = {
  ...countMetric({
    id: "team.review_matrix",
    title: "Who reviews whom",
    definition:
      "Reviews submitted in the window on pull requests of others, as in team.reviews. The rows say how many each reviewer gave each author, by name; nobody's name stands where an account was deleted.",
    direction: "neutral",
    source: reviews,
    needs: reviewKinds,
    at: submittedAt,
  }),
  splits: reviewSplits,
  rows: {
    kind: "select",
    of: ({ view, isCounted }) => sql`
      select author.login as author, reviewer.login as reviewer, pair.n
      from (
        select item.pull_request_author_id, item.author_id, count(*)::integer as n
        from ${view} as item
        join moment
          on moment.repository_id = item.repository_id
          and item.submitted_at >= moment.starts_at
          and item.submitted_at < moment.at
        where ${isCounted}
        group by 1, 2
      ) as pair
      left join pulse.accounts as author on author.id = pair.pull_request_author_id
      left join pulse.accounts as reviewer on reviewer.id = pair.author_id
      order by lower(author.login) collate "C" nulls last, lower(reviewer.login) collate "C" nulls last
    `,
  },
};

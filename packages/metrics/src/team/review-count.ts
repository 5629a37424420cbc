import { sql } from "kysely";

import { countMetric } from "../count-metric.ts";
import type { Metric } from "../metric.ts";
import { named } from "../repo/contributors.ts";
import { reviewKinds, reviews, reviewSplits, submittedAt } from "./reviews.ts";

export const teamReviews: Metric = {
  ...countMetric({
    id: "team.reviews",
    title: "Reviews",
    definition:
      "Reviews submitted in the window on pull requests of others; those on a bot's are left out with it. The rows are the reviewers, by name: a look at who carries the load, and no ranking. A review of a deleted account counts, and is credited to nobody.",
    direction: "neutral",
    source: reviews,
    needs: reviewKinds,
    at: submittedAt,
    filters: {
      approved: sql`item.state = 'approved'`,
      changes_requested: sql`item.state = 'changes_requested'`,
      commented: sql`item.state = 'commented'`,
    },
  }),
  splits: reviewSplits,
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select
            item.author_id,
            null::text as author_name,
            count(*)::integer as reviews,
            count(distinct item.pull_request_id)::integer as pull_requests,
            count(*) filter (where item.state = 'approved')::integer as approvals,
            count(*) filter (where item.state = 'changes_requested')::integer as changes_requested
          from ${view} as item
          join moment
            on moment.repository_id = item.repository_id
            and item.submitted_at >= moment.starts_at
            and item.submitted_at < moment.at
          where ${isCounted}
          group by item.author_id
        `,
        sql`person.reviews, person.pull_requests, person.approvals, person.changes_requested`,
      ),
  },
};

import { sql } from "kysely";

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { actKinds, pr, pullRequests } from "./pull-requests.ts";

export const prTimeToFirstReview = durationMetric({
  id: "pr.time_to_first_review",
  title: "Time to first review",
  definition:
    "From the opening of a pull request until somebody other than the author first reviewed or commented, of those opened in the window. `n_not_yet` is how many still have no review, even if they were closed since.",
  direction: "down",
  source: pullRequests,
  needs: actKinds,
  at: pr.createdAt,
  seconds: secondsBetween(pr.createdAt, pr.firstReviewAt),
  beside: { n_not_yet: { of: (seconds) => sql`count(*) filter (where ${seconds} is null)`, whenEmpty: 0 } },
  leftOut: [
    { reason: "not_yet", when: sql`item.first_review_at is null`, text: "nobody but its author has acted on it yet" },
  ],
});

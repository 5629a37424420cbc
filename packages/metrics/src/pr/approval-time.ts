import { sql } from "kysely";

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { actKinds, notReviewed, pr, pullRequests } from "./pull-requests.ts";

export const prApprovalTime = durationMetric({
  id: "pr.approval_time",
  title: "Approval time",
  definition:
    "From the first review or comment until the first approval that still stands, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: actKinds,
  at: pr.mergedAt,
  seconds: secondsBetween(pr.firstReviewAt, pr.firstApprovalAt),
  leftOut: [
    notReviewed,
    { reason: "no_approval", when: sql`item.first_approval_at is null`, text: "nobody approved it before the merge" },
  ],
});

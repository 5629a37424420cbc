import { sql } from "kysely";

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { actKinds, notReviewed, pr, pullRequests } from "./pull-requests.ts";

export const prPickupTime = durationMetric({
  id: "pr.pickup_time",
  title: "Pickup time",
  definition:
    "From ready for review until somebody other than the author first reviewed or commented, of those merged in the window. A review that came before counts as zero: nobody waited.",
  direction: "down",
  source: pullRequests,
  needs: actKinds,
  at: pr.mergedAt,
  // greatest() passes over null, so the case keeps "never reviewed" and "never left draft" apart from "nobody waited".
  seconds: sql`case when item.first_review_at is not null and item.ready_at is not null then greatest(${secondsBetween(pr.readyAt, pr.firstReviewAt)}, 0) end`,
  leftOut: [notReviewed],
});

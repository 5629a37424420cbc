import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { actKinds, notReviewed, pr, pullRequests } from "./pull-requests.ts";

export const prReviewTime = durationMetric({
  id: "pr.review_time",
  title: "Review time",
  definition:
    "From the first review or comment of somebody other than the author until the merge, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: actKinds,
  at: pr.mergedAt,
  seconds: secondsBetween(pr.firstReviewAt, pr.mergedAt),
  leftOut: [notReviewed],
});

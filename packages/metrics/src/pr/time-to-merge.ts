import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prTimeToMerge = durationMetric({
  id: "pr.time_to_merge",
  title: "Time to merge",
  definition: "From the opening of a pull request until its merge, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests"],
  at: pr.mergedAt,
  seconds: secondsBetween(pr.createdAt, pr.mergedAt),
});

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prTimeToClose = durationMetric({
  id: "pr.time_to_close",
  title: "Time to close",
  definition:
    "From the opening of a pull request until its last closing, merged or not, of those closed in the window.",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests"],
  at: pr.closedAt,
  seconds: secondsBetween(pr.createdAt, pr.closedAt),
});

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { noCommit, pr, pullRequests } from "./pull-requests.ts";

export const prCycleTime = durationMetric({
  id: "pr.cycle_time",
  title: "Cycle time",
  definition: "From the first commit until the merge, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "pull_request_commits"],
  at: pr.mergedAt,
  seconds: secondsBetween(pr.firstCommitAt, pr.mergedAt),
  leftOut: [noCommit],
});

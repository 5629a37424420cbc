import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { noCommit, pr, pullRequests } from "./pull-requests.ts";

export const prCodingTime = durationMetric({
  id: "pr.coding_time",
  title: "Coding time",
  definition: "From the first commit until the pull request was ready for review, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "pull_request_commits"],
  at: pr.mergedAt,
  seconds: secondsBetween(pr.firstCommitAt, pr.readyAt),
  leftOut: [noCommit],
});

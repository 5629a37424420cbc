import { countMetric } from "../count-metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prMerged = countMetric({
  id: "pr.merged",
  title: "Merged",
  definition: "Pull requests that were merged in the window.",
  direction: "up",
  source: pullRequests,
  needs: ["pull_requests"],
  at: pr.mergedAt,
});

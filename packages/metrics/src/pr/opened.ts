import { countMetric } from "../count-metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prOpened = countMetric({
  id: "pr.opened",
  title: "Opened",
  definition: "Pull requests that were opened in the window, drafts included.",
  direction: "neutral",
  source: pullRequests,
  needs: ["pull_requests"],
  at: pr.createdAt,
});

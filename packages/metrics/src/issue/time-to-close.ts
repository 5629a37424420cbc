import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { issue, issues } from "./issues.ts";

export const issueTimeToClose = durationMetric({
  id: "issue.time_to_close",
  title: "Time to close",
  definition: "From the opening of an issue until its last closing, of those closed in the window.",
  direction: "down",
  source: issues,
  needs: ["issues"],
  at: issue.closedAt,
  seconds: secondsBetween(issue.createdAt, issue.closedAt),
});

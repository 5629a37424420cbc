import { countMetric } from "../count-metric.ts";
import { issue, issues } from "./issues.ts";

export const issueClosed = countMetric({
  id: "issue.closed",
  title: "Closed",
  definition:
    "Issues whose last closing lies in the window. One that was opened again is not closed, whatever happened before.",
  direction: "up",
  source: issues,
  needs: ["issues"],
  at: issue.closedAt,
});

import { countMetric } from "../count-metric.ts";
import { issue, issues, openFilters } from "./issues.ts";

export const issueOpened = countMetric({
  id: "issue.opened",
  title: "Opened",
  definition: "Issues that were opened in the window. A pull request is no issue.",
  direction: "neutral",
  source: issues,
  needs: ["issues"],
  at: issue.createdAt,
  filters: { unanswered: openFilters.unanswered },
});

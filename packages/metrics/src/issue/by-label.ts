import type { Metric } from "../metric.ts";
import { fate, fates, issue, issues } from "./issues.ts";

export const issueByLabel: Metric = {
  id: "issue.by_label",
  title: "Issues by label",
  definition:
    "Issues opened and closed in the window, and open at its end, for each of their current labels. An issue with two labels stands under both; one without any has a row of its own.",
  unit: "count",
  direction: "neutral",
  source: issues,
  needs: ["issues"],
  membership: { kind: "span", opened: issue.createdAt, closed: issue.closedAt },
  measure: fate,
  value: fates,
  rows: { kind: "split", split: "label" },
  itemValue: null,
};

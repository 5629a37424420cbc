import type { MetricDefinition } from "../metric/metric-answer.ts";

const filterTitles: Readonly<Record<string, string>> = {
  waiting: "Waiting for a review",
  unanswered: "Unanswered",
  past_sla: "Past the time allowed for an answer",
  within: "Answered in time",
  missed: "Not answered in time",
  lt7d: "Open for less than 7 days",
  lt30d: "Open for 7 to 30 days",
  lt90d: "Open for 30 to 90 days",
  lt365d: "Open for 90 to 365 days",
  ge365d: "Open for a year or longer",
  unfinished: "Not finished yet",
  failed: "Failed",
  succeeded: "Succeeded",
  success: "Succeeded",
  failure: "Failed",
  timed_out: "Timed out",
  startup_failure: "Failed to start",
  cancelled: "Cancelled",
  skipped: "Skipped",
  flaky: "Flaky: failed, then succeeded without a change",
  rerun: "Run more than once",
  rework: "Made to mend something",
  open: "Going on",
  linked: "Linked to a deployment",
  not_linked: "Linked to no deployment",
  approved: "Approved",
  changes_requested: "Asked for changes",
  commented: "Commented",
};

// Where what is shown of each item is not the metric itself.
const measures: Readonly<Record<string, string>> = {
  "pr.open": "Age",
  "repo.open_prs": "Age",
  "issue.backlog": "Age",
  "repo.open_issues": "Age",
  "issue.age": "Age",
  "issue.response_within_sla": "First response",
  "issue.stale": "Untouched for",
  "pr.stale": "Untouched for",
  "dora.undeployed_changes": "Merged for",
};

/** What a list of items is called, and the column with the value of each. */
export function describeList(
  metric: MetricDefinition,
  filter: string | null,
): { readonly title: string; readonly measure: string } {
  return {
    title: (filter === null ? undefined : filterTitles[filter]) ?? metric.title,
    measure: measures[metric.id] ?? metric.title,
  };
}

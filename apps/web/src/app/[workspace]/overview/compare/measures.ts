import type { Part } from "../../../../metric/main-value.ts";

export type Measure = {
  readonly metric: string;
  readonly title: string;
  /** The number of its value that is compared. */
  readonly part: Part;
  /** What is drawn beside it, and which number of it. */
  readonly series: string;
  readonly shape: "bars" | "line";
  /** The column is shown only where anything of it is known. */
  readonly isOptional?: boolean;
};

/** The columns of the comparison. */
export const measures: readonly Measure[] = [
  { metric: "issue.backlog", title: "Open issues", part: null, series: "issue.backlog", shape: "line" },
  { metric: "pr.merge_frequency", title: "Merged per week", part: "per_week", series: "pr.merged", shape: "bars" },
  {
    metric: "issue.time_to_first_response",
    title: "First response",
    part: "p50",
    series: "issue.time_to_first_response",
    shape: "line",
  },
  { metric: "pr.time_to_merge", title: "Time to merge", part: "p50", series: "pr.time_to_merge", shape: "line" },
  {
    metric: "pr.cycle_time",
    title: "Cycle time",
    part: "p50",
    series: "pr.cycle_time",
    shape: "line",
    isOptional: true,
  },
];

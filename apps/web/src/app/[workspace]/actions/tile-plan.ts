import type { TilePlan } from "../../../dashboard/tile-plan.ts";

const noneRan = "no workflow ran in this window";
const noJobs = "no jobs known of what ran";

/** The tiles in their order: whether it works and how long it takes, then what it costs. */
export const tilePlans: readonly TilePlan[] = [
  {
    metric: "ci.success_rate",
    title: "Success rate",
    part: null,
    nWord: "ended well or badly",
    reason: "nothing succeeded or failed in this window",
  },
  { metric: "ci.duration", title: "Duration", part: "p50", nWord: "ended", reason: noneRan },
  { metric: "ci.duration", title: "Duration, p95", part: "p95", nWord: "ended", reason: noneRan },
  { metric: "ci.queue_time", title: "Queue time", part: "p50", nWord: "jobs", reason: noJobs },
  { metric: "ci.queue_time", title: "Queue time, p95", part: "p95", nWord: "jobs", reason: noJobs },
  { metric: "ci.runs", title: "Runs", part: "total", nWord: "attempts", reason: "not read yet" },
  {
    metric: "ci.flake_rate",
    title: "Flake rate",
    part: "ratio",
    items: { metric: "ci.flake_rate", filter: "flaky" },
    nWord: "workflows on commits",
    reason: noneRan,
  },
  {
    metric: "ci.rerun_rate",
    title: "Rerun rate",
    part: null,
    items: { metric: "ci.rerun_rate", filter: "rerun" },
    nWord: "runs",
    reason: noneRan,
  },
  { metric: "ci.top_failing", title: "Failed jobs", part: null, nWord: "failed", reason: noJobs },
  { metric: "ci.minutes", title: "Minutes", part: "minutes", unit: "count", nWord: "jobs", reason: noJobs },
];

/** What the table of workflows tells of each. */
export const workflowMetrics: readonly string[] = [
  "ci.runs",
  "ci.success_rate",
  "ci.duration",
  "ci.flake_rate",
  "ci.rerun_rate",
];

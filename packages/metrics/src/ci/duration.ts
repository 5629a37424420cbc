import { sql } from "kysely";

import { median, percentile, weightedPercentile } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { ciSums } from "./ci-sums.ts";
import { run, runSplits, unfinished, workflowRuns } from "./workflow-runs.ts";

const lasted = secondsBetween(run.startedAt, sql`coalesce(item.last_job_completed_at, item.updated_at)`);
const duration = sql`case when ${run.hasEnded} then ${lasted} end`;

export const ciDuration: Metric = {
  id: "ci.duration",
  title: "Run duration",
  definition:
    "From the beginning of an attempt until the last of its jobs was done, of those that began in the window and have ended. Where the jobs of an attempt are not known, until GitHub last changed it.",
  unit: "seconds",
  direction: "down",
  source: workflowRuns,
  needs: ["workflow_runs"],
  membership: { kind: "event", at: run.startedAt },
  measure: duration,
  value: { p50: median, p95: percentile(0.95) },
  summed: {
    splits: [null, ...runSplits],
    view: ciSums("duration"),
    membership: { kind: "event", at: sql`item.belongs_at` },
    measure: sql`item.measure`,
    weight: sql`item.weight`,
    value: { p50: weightedPercentile(0.5), p95: weightedPercentile(0.95) },
  },
  splits: runSplits,
  itemValue: { of: duration, unit: "seconds" },
  leftOut: [unfinished],
};

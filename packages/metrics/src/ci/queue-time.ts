import { sql } from "kysely";

import { median, percentile, weightedPercentile } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { ciSums } from "./ci-sums.ts";
import { jobKinds, jobSplits, workflowJobs } from "./workflow-jobs.ts";

const waited = secondsBetween(sql`item.created_at`, sql`item.started_at`);

export const ciQueueTime: Metric = {
  id: "ci.queue_time",
  title: "Queue time",
  definition:
    "From the creation of a job until a runner took it, of jobs whose attempt began in the window. A job that was carried over from an earlier attempt began before it was created, and waited for nothing: it is left out.",
  unit: "seconds",
  direction: "down",
  source: workflowJobs,
  needs: jobKinds,
  membership: { kind: "event", at: sql`item.belongs_at` },
  measure: waited,
  value: { p50: median, p95: percentile(0.95) },
  summed: {
    splits: [null, "day", "week", "month", "repository"],
    view: ciSums("wait"),
    measure: sql`item.measure`,
    weight: sql`item.weight`,
    value: { p50: weightedPercentile(0.5), p95: weightedPercentile(0.95) },
  },
  splits: jobSplits,
  itemValue: { of: waited, unit: "seconds" },
  leftOut: [
    {
      reason: "carried_over",
      when: sql`item.started_at < item.created_at`,
      text: "it was carried over from an earlier attempt, so it waited for no runner",
    },
    { reason: "not_started", when: sql`item.started_at is null`, text: "no runner has taken it" },
  ],
};

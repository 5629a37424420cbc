import { sql } from "kysely";

import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { ciSums } from "./ci-sums.ts";
import { jobKinds, jobSplits, repeated, workflowJobs } from "./workflow-jobs.ts";

const minute = 60;
const lasted = secondsBetween(sql`item.started_at`, sql`item.completed_at`);
const hasRun = sql`(item.conclusion is distinct from 'skipped' and item.started_at is not null and item.completed_at is not null)`;
const minutes = sql`case when ${hasRun} and not item.is_repeated then ceil(${lasted} / ${sql.lit(minute)}) end`;

export const ciMinutes: Metric = {
  id: "ci.minutes",
  title: "Minutes",
  definition:
    "How long jobs ran, each rounded up to the minute, of those whose attempt began in the window; a job that a later attempt carried over counts once. The rows are the labels of the runners that they asked for: a job with two labels stands under both.",
  unit: "count",
  direction: "neutral",
  source: workflowJobs,
  needs: jobKinds,
  membership: { kind: "event", at: sql`item.belongs_at` },
  measure: minutes,
  value: { minutes: { of: (measure) => sql`coalesce(sum(${measure}), 0)`, whenEmpty: 0 } },
  rows: { kind: "split", split: "label" },
  summed: {
    splits: [null, ...jobSplits],
    view: ciSums("minutes"),
    measure: sql`item.measure`,
    weight: sql`item.weight`,
    value: { minutes: { of: (measure) => sql`coalesce(sum(${measure} * item.weight), 0)`, whenEmpty: 0 } },
  },
  splits: jobSplits,
  itemValue: { of: minutes, unit: "count" },
  leftOut: [{ reason: "not_run", when: sql`not ${hasRun}`, text: "it was skipped, or has not ended yet" }, repeated],
};

import { sql } from "kysely";

import { share } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { hasFailed, run, runSplits, unfinished, workflowRuns } from "./workflow-runs.ts";

const hasSucceeded = sql`coalesce(item.conclusion = 'success', false)`;

export const ciSuccessRate: Metric = {
  id: "ci.success_rate",
  title: "Success rate",
  definition:
    "Of the attempts that began in the window and succeeded or failed, the share that succeeded. Failed means failure, timed out, or failed to start; whatever was cancelled, skipped, neutral or waits for somebody is not judged.",
  unit: "ratio",
  direction: "up",
  source: workflowRuns,
  needs: ["workflow_runs"],
  membership: { kind: "event", at: run.startedAt },
  measure: sql`case when ${hasSucceeded} then 1 when ${hasFailed} then 0 end`,
  value: { value: share },
  splits: runSplits,
  itemValue: null,
  leftOut: [
    unfinished,
    {
      reason: "not_judged",
      when: sql`not (${hasSucceeded} or ${hasFailed})`,
      text: "it neither succeeded nor failed: it was cancelled, skipped, neutral, or waits for somebody",
    },
  ],
  filters: { failed: hasFailed, succeeded: hasSucceeded },
};

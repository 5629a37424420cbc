import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { run, runSplits, unfinished, workflowRuns } from "./workflow-runs.ts";

export const ciFlakeRate: Metric = {
  id: "ci.flake_rate",
  title: "Flake rate",
  definition:
    "The same workflow on the same commit failed and later succeeded, without a change: the share of such pairs of workflow and commit among all that had a run begun in the window and ended since. n is the number of pairs; its items are their runs.",
  unit: "ratio",
  direction: "down",
  source: workflowRuns,
  needs: ["workflow_runs"],
  membership: { kind: "event", at: run.startedAt },
  measure: sql`case when ${run.hasEnded} then item.is_flaky::integer end`,
  // Ids of workflows are never used twice, in whatever repository. A collision of 64 bits is nothing to wait for.
  thing: sql`case when ${run.hasEnded} then hashtextextended(item.head_sha, item.workflow_id) end`,
  value: {
    pairs: { of: () => sql`count(distinct item.thing)`, whenEmpty: 0, unit: "count" },
    flaky: {
      of: (measure) => sql`count(distinct item.thing) filter (where ${measure} = 1)`,
      whenEmpty: 0,
      unit: "count",
    },
    ratio: {
      of: (measure) => sql`
        count(distinct item.thing) filter (where ${measure} = 1)::double precision
        / nullif(count(distinct item.thing), 0)
      `,
      whenEmpty: null,
    },
  },
  splits: runSplits,
  itemValue: null,
  leftOut: [unfinished],
  filters: { flaky: sql`item.is_flaky` },
};

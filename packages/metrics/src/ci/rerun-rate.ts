import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { run, runSplits, workflowRuns } from "./workflow-runs.ts";

export const ciRerunRate: Metric = {
  id: "ci.rerun_rate",
  title: "Rerun rate",
  definition:
    "Of the workflow runs with an attempt that began in the window, the share that were run more than once, be it later. n is the number of runs; its items are their attempts.",
  unit: "ratio",
  direction: "down",
  source: workflowRuns,
  needs: ["workflow_runs"],
  membership: { kind: "event", at: run.startedAt },
  measure: sql`item.is_rerun::integer`,
  // Two repositories may be of two GitHubs, which number their runs alike.
  thing: sql`hashtextextended(item.run_id::text, item.repository_id)`,
  value: {
    value: {
      of: (measure) => sql`
        count(distinct item.thing) filter (where ${measure} = 1)::double precision
        / nullif(count(distinct item.thing), 0)
      `,
      whenEmpty: null,
    },
  },
  splits: runSplits,
  itemValue: null,
  filters: { rerun: sql`item.is_rerun` },
};

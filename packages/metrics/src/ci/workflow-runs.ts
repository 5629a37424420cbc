import { sql } from "kysely";

import type { Expression, LeftOut, Source } from "../metric.ts";
import type { Split } from "../query.ts";

/** What the numbers of runs count: one row per attempt. Nobody is a bot among them, for a program's run takes as long as a person's. */
export const workflowRuns: Source = {
  item: "run",
  view: sql`metrics.workflow_run_timeline`,
  actedAt: sql`item.run_started_at`,
  details: {
    run_id: "number",
    attempt: "number",
    created_at: "instant",
    run_started_at: "instant",
    updated_at: "instant",
  },
};

/** The columns of the timeline, as expressions. */
export const run = {
  startedAt: sql`item.run_started_at`,
  hasEnded: sql`item.status = 'completed'`,
} as const;

export const runSplits: readonly Split[] = ["day", "week", "month", "workflow", "repository"];

export const unfinished: LeftOut = {
  reason: "unfinished",
  when: sql`item.status <> 'completed'`,
  text: "it has not come to its end yet",
};

const failures = sql`('failure', 'timed_out', 'startup_failure')`;

/** Whether a run or a job failed. */
export const hasFailed: Expression = sql`coalesce(item.conclusion in ${failures}, false)`;

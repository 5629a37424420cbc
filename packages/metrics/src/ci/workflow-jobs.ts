import { sql } from "kysely";

import type { FactKind, LeftOut, Source } from "../metric.ts";
import type { Split } from "../query.ts";

/** What the numbers of jobs count: one row per job of an attempt. Its labels are those of the runner that it asked for. */
export const workflowJobs: Source = {
  item: "job",
  view: sql`metrics.workflow_job_timeline`,
  actedAt: sql`item.belongs_at`,
  details: {
    run_id: "number",
    job_id: "number",
    attempt: "number",
    created_at: "instant",
    started_at: "instant",
    completed_at: "instant",
  },
};

/** A job belongs to the window in which its attempt began. */
export const jobKinds: readonly FactKind[] = ["workflow_runs", "workflow_jobs"];

export const jobSplits: readonly Split[] = ["day", "week", "month", "workflow", "label", "repository"];

/** A job of an earlier attempt that was not run again is listed once more with the new attempt. */
export const repeated: LeftOut = {
  reason: "repeated",
  when: sql`item.is_repeated`,
  text: "it ran in an earlier attempt and counts there; this attempt only carried it over",
};

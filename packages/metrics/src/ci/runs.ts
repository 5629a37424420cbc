import { sql } from "kysely";

import { count } from "../aggregates.ts";
import type { Beside, Expression, Metric } from "../metric.ts";
import { run, runSplits, workflowRuns } from "./workflow-runs.ts";

// docs.github.com/en/rest/checks/runs; what else may come is told as `other`, and a run that goes on as `unfinished`.
const conclusions = [
  "success",
  "failure",
  "timed_out",
  "startup_failure",
  "cancelled",
  "skipped",
  "neutral",
  "action_required",
  "stale",
] as const;
const outcomes = [...conclusions, "other", "unfinished"] as const;

const place = (outcome: (typeof outcomes)[number]) => sql.lit(outcomes.indexOf(outcome));

const outcome: Expression = sql`
  case
    when item.status <> 'completed' then ${place("unfinished")}
    ${sql.join(
      conclusions.map((name) => sql`when item.conclusion = ${sql.lit(name)} then ${place(name)}`),
      sql` `,
    )}
    else ${place("other")}
  end
`;

/** Only outcomes that there are. */
const byConclusion: Beside = {
  of: (measure) => {
    const pairs = outcomes.map(
      (name) => sql`${sql.lit(name)}, nullif(count(*) filter (where ${measure} = ${place(name)}), 0)`,
    );
    return sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs)}))`;
  },
  whenEmpty: {},
};

export const ciRuns: Metric = {
  id: "ci.runs",
  title: "Runs",
  definition:
    "Attempts of workflow runs that began in the window, by how they ended. Running a run again is an attempt of its own.",
  unit: "count",
  direction: "neutral",
  source: workflowRuns,
  needs: ["workflow_runs"],
  membership: { kind: "event", at: run.startedAt },
  measure: outcome,
  value: { total: count },
  beside: { by_conclusion: byConclusion },
  splits: runSplits,
  itemValue: null,
  filters: Object.fromEntries(outcomes.map((name) => [name, sql`(${outcome}) = ${place(name)}`])),
};

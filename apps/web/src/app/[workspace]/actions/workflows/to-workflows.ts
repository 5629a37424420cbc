import type { MainRun } from "@pulse/actions";

import { figureOf } from "../../../../metric/main-value.ts";
import type { Figures, MetricAnswer } from "../../../../metric/metric-answer.ts";
import type { WorkflowSort } from "./workflow-sort.ts";

/** A workflow by its name, in all repositories that have one called so. */
export type WorkflowRow = {
  readonly name: string;
  readonly runs: number;
  readonly success: number | null;
  readonly judged: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly flaky: number | null;
  readonly flakyPairs: number;
  readonly pairs: number;
  readonly reruns: number | null;
  /** How it ended last on main, in each repository. */
  readonly main: readonly MainRun[];
};

type Answers = {
  readonly runs: MetricAnswer;
  readonly success: MetricAnswer;
  readonly duration: MetricAnswer;
  readonly flake: MetricAnswer;
  readonly reruns: MetricAnswer;
};

/** One row for each workflow that ran, from the numbers cut by workflow. */
export function toWorkflows(answers: Answers, mainRuns: readonly MainRun[]): readonly WorkflowRow[] {
  const success = byKey(answers.success);
  const duration = byKey(answers.duration);
  const flake = byKey(answers.flake);
  const reruns = byKey(answers.reruns);
  return (answers.runs.series ?? [])
    .filter(({ n }) => n > 0)
    .map(({ key, n }) => ({
      name: key ?? "",
      runs: n,
      success: figure(success.get(key), null),
      judged: success.get(key)?.n ?? 0,
      p50: figure(duration.get(key), "p50"),
      p95: figure(duration.get(key), "p95"),
      flaky: figure(flake.get(key), "ratio"),
      flakyPairs: figure(flake.get(key), "flaky") ?? 0,
      pairs: figure(flake.get(key), "pairs") ?? 0,
      reruns: figure(reruns.get(key), null),
      main: mainRuns.filter(({ workflow }) => workflow === (key ?? "")),
    }));
}

/** What has no number comes last either way, and equals stand by name. */
export function sortWorkflows(rows: readonly WorkflowRow[], { column, order }: WorkflowSort): readonly WorkflowRow[] {
  const sign = order === "desc" ? -1 : 1;
  const byName = rows.toSorted((a, b) => a.name.localeCompare(b.name, "en", { sensitivity: "base" }));
  if (column === "name") return order === "desc" ? byName.toReversed() : byName;
  const valueOf = (row: WorkflowRow) => row[column] ?? sign * Infinity;
  return byName.toSorted((a, b) => sign * (valueOf(a) - valueOf(b)) || 0);
}

function byKey(answer: MetricAnswer): ReadonlyMap<string | null, Figures> {
  return new Map(answer.series?.map((entry) => [entry.key, entry]));
}

function figure(figures: Figures | undefined, part: string | null): number | null {
  return figures === undefined ? null : figureOf(figures, part);
}

import { choicesOf, splitsOf, type Choice } from "./check-question.ts";
import type { Direction, FactKind, Metric, Unit } from "./metric.ts";
import type { Split } from "./query.ts";

/** A metric as people and programs are told of it: everything but its SQL. */
export type MetricDescription = {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  readonly unit: Unit;
  readonly direction: Direction;
  /** The names inside `value`; empty when the value is one plain number. */
  readonly value: readonly string[];
  /** What stands beside `value`. */
  readonly beside: readonly string[];
  /** The kinds of fact without which it is null. */
  readonly needs: readonly FactKind[];
  /** What it can be split by. */
  readonly splits: readonly Split[];
  /** What its items can be chosen by; a question that chooses by anything else is refused. */
  readonly choices: readonly Choice[];
  /** What a list of its items holds; null where it counts something else, which stands in the rows of its answer. */
  readonly items: "issue" | "pull_request" | "review" | "run" | "job" | "deployment" | "incident" | null;
  /** Names of narrower lists of its items. */
  readonly filters: readonly string[];
};

export function describeMetric(metric: Metric): MetricDescription {
  const names = Object.keys(metric.value);
  return {
    id: metric.id,
    title: metric.title,
    definition: metric.definition,
    unit: metric.unit,
    direction: metric.direction,
    value: names.join() === "value" ? [] : names,
    beside: [
      ...Object.keys(metric.beside ?? {}),
      ...(metric.band === undefined ? [] : ["band"]),
      ...(metric.rows === undefined ? [] : ["rows"]),
    ],
    needs: metric.needs,
    splits: splitsOf(metric),
    choices: choicesOf(metric),
    items: listedItemOf(metric),
    filters: Object.keys(metric.filters ?? {}),
  };
}

/** Only what has a number, a title and a page of its own can be listed. */
export function listedItemOf({ source }: Metric): MetricDescription["items"] {
  switch (source.item) {
    case "issue":
    case "pull_request":
    case "review":
    case "run":
    case "job":
    case "deployment":
    case "incident":
      return source.item;
    default:
      return null;
  }
}

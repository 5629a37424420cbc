import { catalogue, type Direction, type FactKind, type Unit } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";

export type MetricSummary = {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  readonly unit: Unit;
  readonly direction: Direction;
  /** The names inside `value`; empty when the value is one plain number. */
  readonly value: readonly string[];
  /** What stands beside `value`. */
  readonly beside: readonly string[];
  readonly needs: readonly FactKind[];
  /** Names of narrower lists of its items. */
  readonly filters: readonly string[];
};

/** The catalogue: every number there is, with its definition in plain words. */
export const listMetrics = defineAction({
  name: "list_metrics",
  summary: "List every metric with its definition, unit and shape",
  scope: "read",
  input: z.object({}),
  run: async () => await Promise.resolve({ metrics: catalogue.map(summaryOf) }),
});

function summaryOf(metric: (typeof catalogue)[number]): MetricSummary {
  const names = Object.keys(metric.value);
  return {
    id: metric.id,
    title: metric.title,
    definition: metric.definition,
    unit: metric.unit,
    direction: metric.direction,
    value: names.join() === "value" ? [] : names,
    beside: [...Object.keys(metric.beside ?? {}), ...(metric.hasRows === true ? ["rows"] : [])],
    needs: metric.needs,
    filters: Object.keys(metric.filters ?? {}),
  };
}

import type { GroupRow } from "../aggregate/group-row.ts";
import type { Metric } from "../metric.ts";
import type { Figures, MetricValue } from "./metric-answer.ts";

/** The figures of a group; of one without any item when `row` is undefined. */
export function figuresOf(metric: Metric, row: GroupRow | undefined, weeks: number): Figures {
  const value = Object.fromEntries(
    Object.entries(metric.value).map(([name, aggregate]) => {
      const number = row === undefined ? aggregate.whenEmpty : (row.value[name] ?? null);
      return [name, aggregate.isPerWeek === true && number !== null ? number / weeks : number];
    }),
  );
  const beside = Object.fromEntries(
    Object.entries(metric.beside ?? {}).map(([name, { whenEmpty }]) => [
      name,
      row === undefined ? whenEmpty : row.beside[name],
    ]),
  );
  return { n: row?.n ?? 0, excluded: row?.excluded ?? 0, value: simplest(value), ...beside };
}

/** The figures where nothing was read: a mirror that is empty is not a zero. */
export function unknownFigures(metric: Metric): Figures {
  const beside = Object.fromEntries(Object.keys(metric.beside ?? {}).map((name) => [name, null]));
  return { n: 0, excluded: 0, value: null, ...beside };
}

function simplest(value: Readonly<Record<string, number | null>>): MetricValue {
  const numbers = Object.values(value);
  if (numbers.every((number) => number === null)) return null;
  return Object.keys(value).join() === "value" ? (value["value"] ?? null) : value;
}

import type { GroupRow } from "../aggregate/group-row.ts";
import type { Aggregate, Metric, Stretch } from "../metric.ts";
import type { Figures, MetricValue } from "./metric-answer.ts";

/** The figures of a group; of one without any item when `row` is undefined. */
export function figuresOf(metric: Metric, row: GroupRow | undefined, stretch: Stretch): Figures {
  const value = Object.fromEntries(
    Object.entries(metric.value).map(([name, aggregate]) => {
      const number =
        row === undefined && aggregate.finish === undefined
          ? aggregate.whenEmpty
          : numberOf(aggregate, row?.value[name], stretch);
      return [name, aggregate.isPerWeek === true && number !== null ? number / stretch.weeks : number];
    }),
  );
  const beside = Object.fromEntries(
    Object.entries(metric.beside ?? {}).map(([name, { whenEmpty }]) => [
      name,
      row === undefined ? whenEmpty : row.beside[name],
    ]),
  );
  return { n: row?.n ?? 0, excluded: row?.excluded ?? 0, value: simplest(value), ...beside, ...bandOf(metric, value) };
}

/** The figures where nothing was read: a mirror that is empty is not a zero. */
export function unknownFigures(metric: Metric): Figures {
  const beside = Object.fromEntries(Object.keys(metric.beside ?? {}).map((name) => [name, null]));
  return { n: 0, excluded: 0, value: null, ...beside, ...bandOf(metric, {}) };
}

function numberOf({ finish }: Aggregate, raw: unknown, stretch: Stretch): number | null {
  if (finish !== undefined) return finish(raw ?? null, stretch);
  return typeof raw === "number" ? raw : null;
}

function bandOf({ band }: Metric, value: Readonly<Record<string, number | null>>): Pick<Figures, "band"> {
  return band === undefined ? {} : { band: band(value) };
}

function simplest(value: Readonly<Record<string, number | null>>): MetricValue {
  const numbers = Object.values(value);
  if (numbers.every((number) => number === null)) return null;
  return Object.keys(value).join() === "value" ? (value["value"] ?? null) : value;
}

import { sql } from "kysely";

import { jsonObject } from "../json-object.ts";
import type { Expression, Metric } from "../metric.ts";
import type { Scope } from "../scope/load-scope.ts";

/** The figures of one metric of one group of items: the window, the one before, or an entry of the series. */
export type GroupRow = {
  readonly part: "window" | "previous" | "series";
  readonly key: string | null;
  readonly n: number;
  readonly excluded: number;
  /** Numbers, but for what an aggregate finishes. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly beside: Readonly<Record<string, unknown>>;
};

/** The same of all metrics that were read together, in their order. */
export type GroupRows = Pick<GroupRow, "part" | "key"> & {
  readonly figures: readonly Omit<GroupRow, "part" | "key">[];
};

type Metrics = readonly Metric[];

/** What each of the metrics measures of an item, as columns `raw_0`, `raw_1` and so on. */
export function rawColumns(metrics: Metrics): Expression {
  return sql.join(
    metrics.map(({ measure }, place) => sql`(${measure})::double precision as ${sql.ref(`raw_${place}`)}`),
  );
}

/** The same columns, and beside each the `measure_0` that counts: what is below zero does not. */
export function measureColumns(metrics: Metrics): Expression {
  return sql.join(
    metrics.map((_metric, place) => {
      const raw = sql.ref(`raw_${place}`);
      return sql`${raw}, case when ${raw} >= 0 then ${raw} end as ${sql.ref(`measure_${place}`)}`;
    }),
  );
}

/** The `figures` of GroupRows, out of rows called `item` with the columns above; their part and key come before. */
export function figuresColumn(
  metrics: Metrics,
  { timeZone }: Pick<Scope, "timeZone">,
  countOf: (metric: Metric, measure: Expression) => Expression = (_metric, measure) => sql`count(${measure})`,
): Expression {
  const zone = sql`${timeZone}::text`;
  const figures = metrics.map((metric, place) => {
    const raw = sql.ref(`item.raw_${place}`);
    const measure = sql.ref(`item.measure_${place}`);
    return jsonObject([
      ["n", countOf(metric, measure)],
      ["excluded", excludedOf(metric, { raw, measure })],
      ["value", jsonObject(Object.entries(metric.value).map(([name, number]) => [name, number.of(measure, zone)]))],
      ["beside", jsonObject(Object.entries(metric.beside ?? {}).map(([name, beside]) => [name, beside.of(raw)]))],
    ]);
  });
  return sql`jsonb_build_array(${sql.join(figures)}) as figures`;
}

function excludedOf({ weight }: Metric, { raw, measure }: { readonly raw: Expression; readonly measure: Expression }) {
  if (weight === undefined) return sql`count(${raw}) - count(${measure})`;
  return sql`coalesce(sum(item.weight) filter (where ${raw} is not null and ${measure} is null), 0)`;
}

/** The rows of the metric at that place. */
export function rowsAt(rows: readonly GroupRows[], place: number): readonly GroupRow[] {
  return rows.flatMap(({ part, key, figures }) => {
    const own = figures[place];
    return own === undefined ? [] : [{ part, key, ...own }];
  });
}

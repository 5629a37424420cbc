import { sql } from "kysely";

import { jsonObject } from "../json-object.ts";
import type { Expression, Metric } from "../metric.ts";

/** The figures of one group of items: the window, the one before, or an entry of the series. */
export type GroupRow = {
  readonly part: "window" | "previous" | "series";
  readonly key: string | null;
  readonly n: number;
  readonly excluded: number;
  readonly value: Readonly<Record<string, number | null>>;
  readonly beside: Readonly<Record<string, unknown>>;
};

/** The figures of a GroupRow, out of rows called `item` with `raw` and `measure`; its part and key come before. */
export function groupColumns(metric: Metric, n: Expression = sql`count(item.measure)`): Expression {
  return sql`
    ${n} as n,
    count(item.raw) - count(item.measure) as excluded,
    ${jsonObject(Object.entries(metric.value).map(([name, number]) => [name, number.of(sql`item.measure`)]))} as value,
    ${jsonObject(Object.entries(metric.beside ?? {}).map(([name, beside]) => [name, beside.of(sql`item.raw`)]))} as beside
  `;
}

import { sql } from "kysely";

import type { Aggregate, Beside, Expression } from "./metric.ts";

/** The number of items that have a measure. */
export const count: Aggregate = { of: (measure) => sql`count(${measure})`, whenEmpty: 0 };

export const mean: Aggregate = { of: (measure) => sql`avg(${measure})`, whenEmpty: null };

/** The share of items whose measure is 1, where the others have 0. */
export const share: Aggregate = { ...mean };

/** Interpolated, as METRICS.md rule 3 wants it. */
export function percentile(fraction: number): Aggregate {
  return {
    of: (measure) => sql`percentile_cont(${sql.lit(fraction)}) within group (order by ${measure})`,
    whenEmpty: null,
  };
}

export const median: Aggregate = percentile(0.5);

/** p50, p75 and p90: how every duration is told. */
export const spread: Readonly<Record<string, Aggregate>> = {
  p50: median,
  p75: percentile(0.75),
  p90: percentile(0.9),
};

/** `{ name: number of items }` for half-open steps; the last one has no upper edge. */
export function buckets(edges: readonly (readonly [name: string, below: number | null])[]): Beside {
  const of = (measure: Expression) => {
    const pairs = edges.map(([name, below], index) => {
      const from = edges[index - 1]?.[1] ?? 0;
      const isBelow = below === null ? sql`true` : sql`${measure} < ${sql.lit(below)}`;
      return sql`${sql.lit(name)}, count(*) filter (where ${measure} >= ${sql.lit(from)} and ${isBelow})`;
    });
    return sql`jsonb_build_object(${sql.join(pairs)})`;
  };
  return { of, whenEmpty: Object.fromEntries(edges.map(([name]) => [name, 0])) };
}

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

/** The same where each row stands for as many as its weight says. */
export function weightedPercentile(fraction: number): Aggregate {
  return {
    of: (measure) =>
      sql`metrics.weighted_percentile(array_agg(${measure}), array_agg(item.weight), ${sql.lit(fraction)})`,
    whenEmpty: null,
  };
}

/** p50, p75 and p90: how every duration is told. */
export const spread: Readonly<Record<string, Aggregate>> = {
  p50: median,
  p75: percentile(0.75),
  p90: percentile(0.9),
};

type Steps = readonly (readonly [name: string, below: number | null])[];

/** `{ name: number of items }` for half-open steps; the last one has no upper edge. */
export function buckets(edges: Steps): Beside {
  const of = (measure: Expression) => {
    const pairs = Object.entries(stepFilters(measure, edges)).map(
      ([name, isInStep]) => sql`${sql.lit(name)}, count(*) filter (where ${isInStep})`,
    );
    return sql`jsonb_build_object(${sql.join(pairs)})`;
  };
  return { of, whenEmpty: Object.fromEntries(edges.map(([name]) => [name, 0])) };
}

/** The same steps as conditions, so that the items of each can be listed. */
export function stepFilters(measure: Expression, edges: Steps): Readonly<Record<string, Expression>> {
  return Object.fromEntries(
    edges.map(([name, below], index) => {
      const from = edges[index - 1]?.[1] ?? 0;
      const isBelow = below === null ? sql`true` : sql`${measure} < ${sql.lit(below)}`;
      return [name, sql`(${measure} >= ${sql.lit(from)} and ${isBelow})`];
    }),
  );
}

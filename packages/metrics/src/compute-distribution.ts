import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import { writeInstant } from "./answer/write-instant.ts";
import { getMetric } from "./catalogue.ts";
import { foundItems, type SelectInput } from "./items/select-items.ts";
import type { Unit } from "./metric.ts";
import type { Question } from "./query.ts";
import { loadScope } from "./scope/load-scope.ts";
import { reachOf } from "./scope/reach.ts";

/** Half-open: `from <= value < to`; the last one has no `to`. */
export type Bin = { readonly from: number; readonly to: number | null; readonly n: number };

export type Distribution = {
  readonly metric: string;
  /** Of the edges: seconds, lines or a count. */
  readonly unit: Unit;
  readonly from: string;
  readonly to: string;
  readonly time_zone: string;
  readonly n: number;
  /** Every bin, empty ones too; no bin at all when nothing was read. */
  readonly bins: readonly Bin[];
  readonly as_of: string | null;
  readonly coverage: number;
};

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

// Roughly logarithmic, at the times and sizes that people think in.
const edgesOf: Readonly<Partial<Record<Unit, readonly number[]>>> = {
  seconds: [
    0,
    5 * minute,
    15 * minute,
    hour,
    4 * hour,
    12 * hour,
    day,
    2 * day,
    4 * day,
    7 * day,
    14 * day,
    28 * day,
    90 * day,
    365 * day,
  ],
  lines: [0, 5, 20, 50, 100, 250, 500, 1000, 2500, 5000],
  count: [0, 1, 2, 3, 5, 10, 20, 50, 100],
};

/** How the values of the items in a number spread. Throws as `computeMetric` does, and `invalid` when its items have no value. */
export async function computeDistribution(
  tx: Tx,
  query: Question & { readonly metric: string },
): Promise<Distribution> {
  const metric = getMetric(query.metric);
  const unit = metric.itemValue?.unit;
  const edges = unit === undefined ? undefined : edgesOf[unit];
  if (unit === undefined || edges === undefined) {
    throw new AppError(
      "invalid",
      `The items of ${metric.id} have no value of their own, so there is nothing to spread`,
    );
  }
  const scope = await loadScope(tx, query, { kinds: metric.needs, splits: [] });
  const reach = reachOf(scope, metric.needs);
  const counts = await countBins(tx, { metric, scope, reach, filter: sql`true` }, edges);
  const bins =
    reach.repositories.length === 0
      ? []
      : edges.map((from, index) => ({ from, to: edges[index + 1] ?? null, n: counts.get(index) ?? 0 }));
  return {
    metric: metric.id,
    unit,
    from: writeInstant(scope.from.at),
    to: writeInstant(scope.to.at),
    time_zone: scope.timeZone,
    n: bins.reduce((sum, bin) => sum + bin.n, 0),
    bins,
    as_of: reach.asOf,
    coverage: reach.coverage,
  };
}

async function countBins(tx: Tx, input: SelectInput, edges: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = await sql<{ readonly bin: number; readonly n: number }>`
    with
    ${foundItems(input)}
    select width_bucket(value, ${edges}::double precision[]) - 1 as bin, count(*) as n
    from found
    where reason is null
      and value is not null
    group by 1
  `.execute(tx);
  return new Map(found.rows.map(({ bin, n }) => [bin, n]));
}

import type { MetricAnswer } from "../metric/metric-answer.ts";

type Entry = NonNullable<MetricAnswer["series"]>[number];

export type BreakdownRow = {
  /** Null: what belongs to none. */
  readonly key: string | null;
  /** In the order of the answers; undefined where nothing of it is in the window. */
  readonly entries: readonly (Entry | undefined)[];
};

/** Those with the most behind them where there are too many, by name in any case: a list of people is no ranking. */
export function toBreakdownRows(
  answers: readonly Pick<MetricAnswer, "series">[],
  { most }: { readonly most: number },
): { readonly rows: readonly BreakdownRow[]; readonly total: number } {
  const series = answers.map((answer) => new Map(answer.series?.map((entry) => [entry.key, entry])));
  const keys = [...new Set(series.flatMap((entries) => [...entries.keys()]))];
  const rows = keys.map((key) => ({ key, entries: series.map((entries) => entries.get(key)) }));
  const weighed = rows.toSorted((left, right) => weightOf(right) - weightOf(left)).slice(0, most);
  return { rows: weighed.toSorted((left, right) => compareNames(left.key, right.key)), total: rows.length };
}

function weightOf({ entries }: BreakdownRow): number {
  return entries.reduce((sum, entry) => sum + (entry?.n ?? 0), 0);
}

// What belongs to none comes last.
function compareNames(left: string | null, right: string | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return left.localeCompare(right, "en", { sensitivity: "base", numeric: true });
}

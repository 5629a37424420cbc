import { figureOf, type Part } from "../metric/main-value.ts";
import type { MetricAnswer } from "../metric/metric-answer.ts";

export type Point = { readonly value: number | null; readonly n: number };

/**
 * A series in the order of the page's buckets. Metrics are known up to different instants, so a series can be shorter
 * than its neighbour; where it says nothing there is a gap.
 */
export function alignSeries(
  answer: Pick<MetricAnswer, "series">,
  keys: readonly string[],
  part: Part,
): readonly Point[] {
  const byKey = new Map(answer.series?.map((entry) => [entry.key, entry]));
  return keys.map((key) => {
    const entry = byKey.get(key);
    return entry === undefined ? { value: null, n: 0 } : { value: figureOf(entry, part), n: entry.n };
  });
}

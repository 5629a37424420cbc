import type { Metric } from "../metric.ts";
import type { Split } from "../query.ts";

/** The metric as it is computed for a split: from what is kept added up, where that tells the entries of the split apart. */
export function summedMetric(metric: Metric, split: Split | null): Metric {
  const { summed, only: _only, ...whole } = metric;
  if (summed === undefined || !summed.splits.includes(split)) return metric;
  const { splits: _splits, view, ...own } = summed;
  return { ...whole, ...own, source: { ...metric.source, view } };
}

import { medianOf } from "../report.ts";
import type { MetricTimes } from "./time-sizes.ts";

const columns = ["one best", "p50", "p95", "bare", "all best", "p50", "p95", "bare", "cached", "p95"];

/** One line per metric, slowest of the whole workspace first. With both sizes, how much slower one repository is among the many. */
export function printTimes(
  name: string,
  { times, beside }: { readonly times: readonly MetricTimes[]; readonly beside: readonly MetricTimes[] },
): string {
  const hasBeside = beside.length > 0;
  const head = ["".padEnd(34), ...[...columns, ...(hasBeside ? ["x small"] : [])].map((column) => column.padStart(10))];
  const lines = times
    .toSorted((left, right) => medianOf(right.all) - medianOf(left.all))
    .map((each) => {
      const other = beside.find(({ metric }) => metric === each.metric);
      const figures = [
        bestOf(each.one),
        medianOf(each.one),
        p95Of(each.one),
        bestOf(each.oneBare),
        bestOf(each.all),
        medianOf(each.all),
        p95Of(each.all),
        bestOf(each.allBare),
        medianOf(each.allCached),
        p95Of(each.allCached),
        ...(other === undefined ? [] : [growthOf(other, each)]),
      ];
      return [each.metric.padEnd(34), ...figures.map((figure) => figure.toFixed(1).padStart(10))].join("");
    });
  return [`\n${name}, milliseconds`, head.join(""), ...lines].join("\n");
}

/** The best runs are compared: on a machine with other work, medians compare that work. */
export function growthOf(few: MetricTimes, many: MetricTimes): number {
  return bestOf(many.one) / bestOf(few.one);
}

export function bestOf(ranked: readonly number[]): number {
  return ranked[0] ?? Number.NaN;
}

/** Of runs from the fastest to the slowest. */
export function p95Of(runs: readonly number[]): number {
  return runs[Math.ceil(runs.length * 0.95) - 1] ?? Number.NaN;
}

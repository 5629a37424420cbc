import { medianOf } from "../report.ts";
import type { MetricTimes } from "./time-size.ts";

const columns = ["one p50", "p95", "bare", "all p50", "p95", "bare", "cached p95"];

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
        medianOf(each.one),
        p95Of(each.one),
        medianOf(each.oneBare),
        medianOf(each.all),
        p95Of(each.all),
        medianOf(each.allBare),
        p95Of(each.allCached),
        ...(other === undefined ? [] : [medianOf(each.one) / medianOf(other.one)]),
      ];
      return [each.metric.padEnd(34), ...figures.map((figure) => figure.toFixed(1).padStart(10))].join("");
    });
  return [`\n${name}, milliseconds`, head.join(""), ...lines].join("\n");
}

/** Of runs from the fastest to the slowest. */
export function p95Of(runs: readonly number[]): number {
  return runs[Math.ceil(runs.length * 0.95) - 1] ?? Number.NaN;
}

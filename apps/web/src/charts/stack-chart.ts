import type { Bucket } from "../metric/bucket.ts";
import { axisLabel, baseline, quietGrid } from "./axis-style.ts";
import { barStyle, labelInterval } from "./bars.ts";
import type { ChartPlan } from "./draw-chart.ts";

export type StackData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  /** The first one stands at the bottom. */
  readonly stacks: readonly { readonly colour: string; readonly values: readonly (number | null)[] }[];
};

const margins = { left: 40, right: 4, top: 12, bottom: 28 };

/** Counts on top of each other, bucket by bucket. A bucket that nothing is known of stays empty. */
export function planStackChart(data: StackData): ChartPlan<StackData> {
  return {
    name: "stack",
    data,
    plot: () => margins,
    toOption: ({ buckets, stacks }, size) => ({
      grid: { ...margins },
      xAxis: {
        type: "category",
        data: buckets.map((bucket) => bucket.label),
        ...baseline,
        axisLabel: { ...axisLabel, interval: labelInterval(buckets.length, size.width - margins.left) },
      },
      yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 4, ...quietGrid, axisLabel },
      series: stacks.map(({ colour, values }) => ({
        type: "bar",
        stack: "all",
        barCategoryGap: "28%",
        barMaxWidth: 40,
        silent: true,
        data: values.map((value, index) => ({
          value: value ?? "-",
          ...barStyle(colour, buckets[index] ?? { isPartial: false }),
        })),
      })),
    }),
  };
}

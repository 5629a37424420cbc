import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import type { Bucket } from "../../../../metric/bucket.ts";

export type PeopleData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  /** On top of each other they are everybody who was active. */
  readonly known: readonly (number | null)[];
  readonly fresh: readonly (number | null)[];
};

const margins = { left: 32, right: 4, top: 12, bottom: 28 };

export function planPeopleChart(data: PeopleData): ChartPlan<PeopleData> {
  return {
    name: "people",
    data,
    plot: () => margins,
    toOption: ({ buckets, known, fresh }, size) => {
      const bars = (values: PeopleData["known"], colour: string) => ({
        type: "bar",
        stack: "people",
        barCategoryGap: "28%",
        barMaxWidth: 28,
        silent: true,
        data: values.map((value, index) => ({
          value: value ?? "-",
          ...barStyle(colour, buckets[index] ?? { isPartial: false }),
        })),
      });
      return {
        grid: { ...margins },
        xAxis: {
          type: "category",
          data: buckets.map((bucket) => bucket.label),
          ...baseline,
          axisLabel: { ...axisLabel, interval: labelInterval(buckets.length, size.width - margins.left) },
        },
        yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 4, ...quietGrid, axisLabel },
        series: [bars(known, "--series-4"), bars(fresh, "--series-2")],
      };
    },
  };
}

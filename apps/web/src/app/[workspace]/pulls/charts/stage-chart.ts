import type { Bucket } from "../../../../metric/bucket.ts";
import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import { durationAxis } from "../../../../charts/duration-axis.ts";
import { formatShortDuration } from "../../../../format/format-duration.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";

export type Stage = {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
};

export type StageData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  readonly stages: readonly Stage[];
};

const margins = { left: 48, right: 4, top: 12, bottom: 28 };

/** Where the time goes: the median of each stage, on top of each other. A bucket without a sample stays empty. */
export function planStageChart(data: StageData): ChartPlan<StageData> {
  return {
    name: "stages",
    data,
    plot: () => margins,
    toOption: ({ buckets, stages }, size) => {
      const sums = buckets.map((_, index) => stages.reduce((sum, stage) => sum + (stage.values[index] ?? 0), 0));
      const { interval, max } = durationAxis(Math.max(...sums, 1));
      return {
        grid: { ...margins },
        xAxis: {
          type: "category",
          data: buckets.map((bucket) => bucket.label),
          ...baseline,
          axisLabel: {
            ...axisLabel,
            interval: labelInterval(buckets.length, size.width - margins.left),
          },
        },
        yAxis: {
          type: "value",
          min: 0,
          max,
          interval,
          ...quietGrid,
          axisLabel: { ...axisLabel, formatter: (value: number) => (value === 0 ? "0" : formatShortDuration(value)) },
        },
        series: stages.map((stage) => ({
          type: "bar",
          stack: "stages",
          name: stage.name,
          barCategoryGap: "28%",
          barMaxWidth: 40,
          silent: true,
          data: stage.values.map((value, index) => ({
            value: value ?? "-",
            ...barStyle(stage.colour, buckets[index] ?? { isPartial: false }),
          })),
        })),
      };
    },
  };
}

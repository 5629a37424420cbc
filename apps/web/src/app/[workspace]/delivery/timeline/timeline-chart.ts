import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import type { Bucket } from "../../../../metric/bucket.ts";

export type TimelineData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  /** Deployments with no incident, and those with one. */
  readonly fine: readonly (number | null)[];
  readonly failed: readonly (number | null)[];
  /** From where to where each incident lasted, as shares of the plot. */
  readonly incidents: readonly { readonly from: number; readonly to: number }[];
};

const margins = { left: 40, right: 4, top: 12, bottom: 28 };
const laneHeight = 34;
const gap = 26;
const lanes = 4;

/** Deployments on top, incidents below them, over one line of time. Incidents that overlap lie under each other. */
export function planTimelineChart(data: TimelineData): ChartPlan<TimelineData> {
  return {
    name: "timeline",
    data,
    plot: () => margins,
    toOption: ({ buckets, fine, failed, incidents }, size) => {
      const labels = buckets.map((bucket) => bucket.label);
      const bars = (values: TimelineData["fine"], colour: string) => ({
        type: "bar",
        stack: "deployments",
        xAxisIndex: 0,
        yAxisIndex: 0,
        barCategoryGap: "28%",
        barMaxWidth: 40,
        silent: true,
        data: values.map((value, index) => ({
          value: value ?? "-",
          ...barStyle(colour, buckets[index] ?? { isPartial: false }),
        })),
      });
      return {
        grid: [
          { left: margins.left, right: margins.right, top: margins.top, bottom: margins.bottom + laneHeight + gap },
          { left: margins.left, right: margins.right, height: laneHeight, bottom: margins.bottom },
        ],
        xAxis: [
          { type: "category", data: labels, gridIndex: 0, ...baseline, axisLabel: { show: false } },
          {
            type: "category",
            data: labels,
            gridIndex: 1,
            ...baseline,
            axisLabel: { ...axisLabel, interval: labelInterval(buckets.length, size.width - margins.left) },
          },
          { type: "value", min: 0, max: 1, gridIndex: 1, show: false },
        ],
        yAxis: [
          { type: "value", gridIndex: 0, min: 0, minInterval: 1, splitNumber: 3, ...quietGrid, axisLabel },
          {
            type: "value",
            gridIndex: 1,
            min: 0,
            max: lanes,
            inverse: true,
            name: "incidents",
            nameLocation: "start",
            nameGap: 8,
            nameTextStyle: { ...axisLabel, align: "left", padding: [0, 0, 0, -32] },
            axisLine: { show: false },
            axisTick: { show: false },
            splitLine: { show: false },
            axisLabel: { show: false },
          },
        ],
        series: [
          bars(fine, "--series-4"),
          bars(failed, "--bad"),
          ...incidents.map(({ from, to }, index) => ({
            type: "line",
            xAxisIndex: 2,
            yAxisIndex: 1,
            silent: true,
            symbol: "circle",
            symbolSize: 6,
            itemStyle: { color: "var(--bad)" },
            lineStyle: { color: "var(--bad)", width: 4, cap: "round" },
            data: [from, to].map((place) => [place, (index % lanes) + 0.5]),
          })),
        ],
      };
    },
  };
}

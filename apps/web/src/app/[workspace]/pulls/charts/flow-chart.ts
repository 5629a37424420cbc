import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import type { ChartSize } from "../../../../charts/chart-size.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import type { Bucket } from "../../../../metric/bucket.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";

export type FlowData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  readonly flows: readonly {
    readonly name: string;
    readonly colour: string;
    readonly values: readonly (number | null)[];
  }[];
  readonly open: readonly (number | null)[];
};

const margins = { left: 36, right: 4, top: 12, bottom: 28 };
const gap = 36;
const openShare = 0.3;

/** What comes in and goes out, and under it what stays open: two axes of their own, one scale of time. */
export function planFlowChart(data: FlowData): ChartPlan<FlowData> {
  return {
    name: "flow",
    data,
    plot: () => margins,
    toOption: ({ buckets, flows, open }, size) => {
      const openHeight = heightOfOpen(size);
      const labels = buckets.map((bucket) => bucket.label);
      const interval = labelInterval(buckets.length, size.width - margins.left);
      return {
        grid: [
          { left: margins.left, right: margins.right, top: margins.top, bottom: margins.bottom + openHeight + gap },
          { left: margins.left, right: margins.right, height: openHeight, bottom: margins.bottom },
        ],
        xAxis: [
          { type: "category", data: labels, gridIndex: 0, ...baseline, axisLabel: { show: false } },
          { type: "category", data: labels, gridIndex: 1, ...baseline, axisLabel: { ...axisLabel, interval } },
        ],
        yAxis: [
          { type: "value", gridIndex: 0, min: 0, minInterval: 1, splitNumber: 3, ...quietGrid, axisLabel },
          {
            type: "value",
            gridIndex: 1,
            min: 0,
            minInterval: 1,
            splitNumber: 2,
            name: "open at the end",
            nameLocation: "end",
            nameGap: 10,
            nameTextStyle: { ...axisLabel, align: "left", padding: [0, 0, 0, -28] },
            ...quietGrid,
            axisLabel,
          },
        ],
        series: [...flows.map((flow) => flowBars(flow, buckets)), openArea(open)],
      };
    },
  };
}

function heightOfOpen(size: ChartSize): number {
  return Math.round((size.height - margins.top - margins.bottom - gap) * openShare);
}

function flowBars(flow: FlowData["flows"][number], buckets: FlowData["buckets"]): object {
  return {
    type: "bar",
    name: flow.name,
    xAxisIndex: 0,
    yAxisIndex: 0,
    barGap: "8%",
    barCategoryGap: "30%",
    barMaxWidth: 14,
    silent: true,
    data: flow.values.map((value, index) => ({
      value: value ?? "-",
      ...barStyle(flow.colour, buckets[index] ?? { isPartial: false }),
    })),
  };
}

function openArea(open: FlowData["open"]): object {
  return {
    type: "line",
    xAxisIndex: 1,
    yAxisIndex: 1,
    symbol: "none",
    silent: true,
    connectNulls: false,
    lineStyle: { color: "var(--series-7)", width: 1.5 },
    areaStyle: { color: "var(--series-7)", opacity: 0.16 },
    data: open.map((value) => value ?? "-"),
  };
}

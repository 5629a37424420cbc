import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import type { Bucket } from "../../../../metric/bucket.ts";

type Values = readonly (number | null)[];

export type NetFlowData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  readonly opened: Values;
  readonly closed: Values;
  readonly net: Values;
  readonly backlog: Values;
};

const margins = { left: 40, right: 4, top: 14, bottom: 28 };
const gap = 36;
const backlogShare = 0.32;

/** What comes in above the line, what goes out below it, the difference as a line; and under it what stays. */
export function planNetFlowChart(data: NetFlowData): ChartPlan<NetFlowData> {
  return {
    name: "net-flow",
    data,
    plot: () => margins,
    toOption: ({ buckets, opened, closed, net, backlog }, size) => {
      const backlogHeight = Math.round((size.height - margins.top - margins.bottom - gap) * backlogShare);
      const labels = buckets.map((bucket) => bucket.label);
      const interval = labelInterval(buckets.length, size.width - margins.left);
      const sides = { left: margins.left, right: margins.right };
      return {
        grid: [
          { ...sides, top: margins.top, bottom: margins.bottom + backlogHeight + gap },
          { ...sides, height: backlogHeight, bottom: margins.bottom },
        ],
        xAxis: [
          { type: "category", data: labels, gridIndex: 0, ...baseline, axisLabel: { show: false } },
          { type: "category", data: labels, gridIndex: 1, ...baseline, axisLabel: { ...axisLabel, interval } },
        ],
        yAxis: [
          {
            type: "value",
            gridIndex: 0,
            minInterval: 1,
            splitNumber: 4,
            ...quietGrid,
            axisLabel: { ...axisLabel, formatter: (value: number) => formatNumber(Math.abs(value)) },
          },
          {
            type: "value",
            gridIndex: 1,
            min: 0,
            minInterval: 1,
            splitNumber: 2,
            name: "open at the end",
            nameLocation: "end",
            nameGap: 10,
            nameTextStyle: { ...axisLabel, align: "left", padding: [0, 0, 0, -32] },
            ...quietGrid,
            axisLabel,
          },
        ],
        series: [
          sideBars(opened, { colour: "--series-4", sign: 1, buckets }),
          sideBars(closed, { colour: "--series-6", sign: -1, buckets }),
          netLine(net),
          backlogArea(backlog),
        ],
      };
    },
  };
}

type Side = { readonly colour: string; readonly sign: 1 | -1; readonly buckets: NetFlowData["buckets"] };

function sideBars(values: Values, { colour, sign, buckets }: Side): object {
  return {
    type: "bar",
    stack: "flow",
    barCategoryGap: "28%",
    barMaxWidth: 28,
    silent: true,
    data: values.map((value, index) => ({
      value: value === null ? "-" : value * sign,
      ...barStyle(colour, buckets[index] ?? { isPartial: false }),
    })),
  };
}

function netLine(net: Values): object {
  return {
    type: "line",
    symbol: "circle",
    showAllSymbol: true,
    symbolSize: net.length > 30 ? 3 : 5,
    silent: true,
    z: 3,
    lineStyle: { color: "var(--text)", width: 1.5 },
    itemStyle: { color: "var(--text)" },
    data: net.map((value) => value ?? "-"),
  };
}

function backlogArea(backlog: Values): object {
  return {
    type: "line",
    xAxisIndex: 1,
    yAxisIndex: 1,
    symbol: "none",
    silent: true,
    connectNulls: false,
    lineStyle: { color: "var(--series-7)", width: 1.5 },
    areaStyle: { color: "var(--series-7)", opacity: 0.16 },
    data: backlog.map((value) => value ?? "-"),
  };
}

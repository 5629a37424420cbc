import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import type { Bucket } from "../../../../metric/bucket.ts";

type ActivityLane = {
  readonly name: string;
  readonly flows: readonly { readonly colour: string; readonly values: readonly (number | null)[] }[];
};

export type ActivityData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  readonly lanes: readonly ActivityLane[];
};

const margins = { left: 40, right: 4, top: 26, bottom: 28 };
const gap = 34;

/** What came in and went out, a lane for each kind of item; one scale of time below all of them. */
export function planActivityChart(data: ActivityData): ChartPlan<ActivityData> {
  return {
    name: "activity",
    data,
    plot: () => margins,
    toOption: ({ buckets, lanes }, size) => {
      const height = (size.height - margins.top - margins.bottom - gap * (lanes.length - 1)) / lanes.length;
      const labels = buckets.map((bucket) => bucket.label);
      const interval = labelInterval(buckets.length, size.width - margins.left);
      return {
        grid: lanes.map((_lane, index) => ({
          left: margins.left,
          right: margins.right,
          top: margins.top + index * (height + gap),
          height,
        })),
        xAxis: lanes.map((_lane, index) => ({
          type: "category",
          data: labels,
          gridIndex: index,
          ...baseline,
          axisLabel: index === lanes.length - 1 ? { ...axisLabel, interval } : { show: false },
        })),
        yAxis: lanes.map((lane, index) => ({
          type: "value",
          gridIndex: index,
          min: 0,
          minInterval: 1,
          splitNumber: 2,
          name: lane.name,
          nameLocation: "end",
          nameGap: 8,
          nameTextStyle: { ...axisLabel, align: "left", padding: [0, 0, 0, -32] },
          ...quietGrid,
          axisLabel,
        })),
        series: lanes.flatMap((lane, index) =>
          lane.flows.map((flow) => ({
            type: "bar",
            xAxisIndex: index,
            yAxisIndex: index,
            barGap: "10%",
            barCategoryGap: "30%",
            barMaxWidth: 16,
            silent: true,
            data: flow.values.map((value, at) => ({
              value: value ?? "-",
              ...barStyle(flow.colour, buckets[at] ?? { isPartial: false }),
            })),
          })),
        ),
      };
    },
  };
}

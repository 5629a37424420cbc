import type { CustomSeriesRenderItem } from "echarts";

import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import { barStyle, labelInterval } from "../../../../charts/bars.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import { durationScale } from "../../../../charts/duration-scale.ts";
import type { Bucket } from "../../../../metric/bucket.ts";

type BandPoint = { readonly p50: number; readonly p90: number };

export type BandData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  /** In the order of the buckets; null where nothing is known. */
  readonly points: readonly (BandPoint | null)[];
  /** Of the whole window: it decides the kind of the scale. */
  readonly whole: { readonly p50: number | null; readonly p90: number | null };
};

const margins = { left: 52, right: 8, top: 26, bottom: 28 };

/** A duration over time: the median as a line, and up to p90 as an area. A gap stays a gap. */
export function planBandChart(data: BandData): ChartPlan<BandData> {
  return {
    name: "band",
    data,
    plot: () => margins,
    toOption: ({ buckets, points, whole }, size) => {
      const known = points.filter((point) => point !== null);
      const drawn = known.flatMap(({ p50, p90 }) => [p50, p90]);
      // A single slow week flattens the rest as a slow tail does.
      const scale = durationScale(drawn, { p50: whole.p50, p90: Math.max(...drawn, whole.p90 ?? 0) });
      const ticks = scale.ticks.map(({ at }) => at);
      return {
        grid: { ...margins },
        xAxis: {
          type: "category",
          data: buckets.map((bucket) => bucket.label),
          ...baseline,
          axisLabel: { ...axisLabel, interval: labelInterval(buckets.length, size.width - margins.left) },
        },
        yAxis: {
          type: "value",
          min: 0,
          max: 1,
          name: scale.kind === "log" ? "logarithmic scale" : "",
          nameLocation: "end",
          nameGap: 10,
          nameTextStyle: { ...axisLabel, align: "left", padding: [0, 0, 0, -44] },
          ...quietGrid,
          axisTick: { show: false, customValues: ticks },
          axisLabel: {
            ...axisLabel,
            customValues: ticks,
            formatter: (at: number) => scale.ticks.find((tick) => Math.abs(tick.at - at) < 1e-6)?.text ?? "",
          },
        },
        series: [
          unfinished(buckets),
          {
            type: "custom",
            silent: true,
            renderItem: bandOf(points, scale.placeOf),
            data: runsOf(points).map((run) => [run.start]),
          },
          {
            type: "line",
            silent: true,
            connectNulls: false,
            symbol: "circle",
            showAllSymbol: true,
            symbolSize: points.length > 30 ? 4 : 5,
            lineStyle: { color: "var(--series-1)", width: 1.75 },
            itemStyle: { color: "var(--series-1)" },
            data: points.map((point) => (point === null ? "-" : scale.placeOf(point.p50))),
          },
        ],
      };
    },
  };
}

type Run = { readonly start: number; readonly end: number };

/** Stretches without a gap; an area lies over each of them. */
function runsOf(points: BandData["points"]): readonly Run[] {
  const starts = points.flatMap((point, index) =>
    point !== null && (points[index - 1] ?? null) === null ? [index] : [],
  );
  return starts.map((start) => {
    const next = points.findIndex((point, index) => index > start && point === null);
    return { start, end: (next === -1 ? points.length : next) - 1 };
  });
}

function bandOf(points: BandData["points"], placeOf: (seconds: number) => number): CustomSeriesRenderItem {
  const runs = runsOf(points);
  return ({ dataIndex }, api) => {
    const run = runs[dataIndex];
    if (run === undefined) return null;
    const edge = (part: keyof BandPoint) =>
      points
        .slice(run.start, run.end + 1)
        .flatMap((point, index) => (point === null ? [] : [api.coord([run.start + index, placeOf(point[part])])]));
    const style = { fill: "var(--series-1)", opacity: 0.18 };
    const [upper, lower] = [edge("p90"), edge("p50")];
    const [[x = 0, top = 0] = [], [, bottom = 0] = []] = [upper[0], lower[0]];
    // A lone point has no width of its own.
    if (run.start === run.end)
      return { type: "rect", shape: { x: x - 4, y: top, width: 8, height: bottom - top }, style };
    return { type: "polygon", shape: { points: [...upper, ...lower.toReversed()] }, style };
  };
}

/** Hatches the buckets of which the window holds a part only. */
function unfinished(buckets: BandData["buckets"]): object {
  return {
    type: "bar",
    silent: true,
    barWidth: "92%",
    z: 0,
    data: buckets.map((bucket) => (bucket.isPartial ? { value: 1, ...barStyle("--grid", bucket) } : "-")),
  };
}

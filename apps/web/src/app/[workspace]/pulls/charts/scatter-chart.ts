import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import { logDurationTicks } from "../../../../charts/duration-axis.ts";
import { formatShortDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";

export type ScatterPoint = { readonly lines: number; readonly seconds: number };

/** Both axes are logarithmic: sizes and durations differ by powers of ten. */
export type ScatterScale = {
  readonly lineTicks: readonly number[];
  readonly secondTicks: readonly number[];
};

export type ScatterData = { readonly points: readonly ScatterPoint[]; readonly scale: ScatterScale };

const margins = { left: 52, right: 12, top: 12, bottom: 46 };
const lineTicks = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

export function scaleOf(points: readonly ScatterPoint[]): ScatterScale {
  const lines = points.map((point) => Math.max(1, point.lines));
  const seconds = points.map((point) => Math.max(1, point.seconds));
  const most = Math.max(...lines, 10);
  return {
    lineTicks: lineTicks.slice(0, lineTicks.findIndex((tick) => tick >= most) + 1),
    secondTicks: logDurationTicks(Math.min(...seconds), Math.max(...seconds, 3_600)),
  };
}

/** Place of a point as shares of the plot, from the left and from the top. */
export function placePoint(point: ScatterPoint, scale: ScatterScale): { readonly x: number; readonly y: number } {
  return {
    x: round(share(Math.max(1, point.lines), scale.lineTicks)),
    y: round(1 - share(Math.max(1, point.seconds), scale.secondTicks)),
  };
}

// A ten-thousandth of a plot is less than a pixel.
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function share(value: number, ticks: readonly number[]): number {
  const [low, high] = [ticks[0] ?? 1, ticks.at(-1) ?? 10];
  if (high <= low) return 0.5;
  return Math.max(0, Math.min(1, Math.log(value / low) / Math.log(high / low)));
}

export function planScatterChart(data: ScatterData): ChartPlan<ScatterData> {
  return {
    name: "scatter",
    data,
    plot: () => margins,
    toOption: ({ points, scale }) => {
      const xs = scale.lineTicks.map((tick) => share(tick, scale.lineTicks));
      const ys = scale.secondTicks.map((tick) => share(tick, scale.secondTicks));
      return {
        grid: { ...margins },
        xAxis: {
          type: "value",
          min: 0,
          max: 1,
          ...baseline,
          name: "lines changed, logarithmic scale",
          nameLocation: "middle",
          nameGap: 28,
          nameTextStyle: axisLabel,
          axisLabel: {
            ...axisLabel,
            customValues: xs,
            formatter: (at: number) => formatNumber(tickAt(scale.lineTicks, xs, at)),
          },
        },
        yAxis: {
          type: "value",
          min: 0,
          max: 1,
          ...quietGrid,
          axisTick: { show: false, customValues: ys },
          axisLabel: {
            ...axisLabel,
            customValues: ys,
            formatter: (at: number) => formatShortDuration(tickAt(scale.secondTicks, ys, at)),
          },
        },
        series: [
          {
            type: "scatter",
            silent: true,
            symbolSize: points.length > 200 ? 4.5 : 7,
            // Many points become one path: a fifth of the bytes.
            large: true,
            largeThreshold: 200,
            itemStyle: { color: "var(--series-1)", opacity: 0.55 },
            data: points.map((point) => {
              const { x, y } = placePoint(point, scale);
              return [x, 1 - y];
            }),
          },
        ],
      };
    },
  };
}

function tickAt(ticks: readonly number[], places: readonly number[], at: number): number {
  return ticks[places.findIndex((place) => Math.abs(place - at) < 1e-6)] ?? 0;
}

import { formatShortDuration } from "../format/format-duration.ts";
import type { Bucket } from "../metric/bucket.ts";
import { axisLabel, baseline, quietGrid } from "./axis-style.ts";
import { labelInterval } from "./bars.ts";
import type { ChartPlan } from "./draw-chart.ts";
import { durationAxis, logDurationTicks } from "./duration-axis.ts";

export type BandData = {
  readonly buckets: readonly Pick<Bucket, "isPartial" | "label">[];
  /** The median, in seconds. */
  readonly middle: readonly (number | null)[];
  /** What few exceed: p90 or p95. */
  readonly upper: readonly (number | null)[];
  readonly colour: string;
};

const margins = { left: 48, right: 8, top: 14, bottom: 28 };
const logRatio = 20;

/** Whether the slow tail would flatten the median: then the scale is logarithmic, and the axis says so. */
export function isLogBand({ middle, upper }: Pick<BandData, "middle" | "upper">): boolean {
  const known = middle.flatMap((value, index) => {
    const top = upper[index] ?? null;
    return value === null || top === null ? [] : [top / Math.max(value, 1)];
  });
  const sorted = known.toSorted((left, right) => left - right);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0) > logRatio;
}

/** A duration as a line with the area up to what few exceed; a bucket without a sample is a gap. */
export function planBandChart(data: BandData): ChartPlan<BandData> {
  return {
    name: "band",
    data,
    plot: () => margins,
    toOption: ({ buckets, middle, upper, colour }, size) => ({
      grid: { ...margins },
      xAxis: {
        type: "category",
        boundaryGap: true,
        data: buckets.map((bucket) => bucket.label),
        ...baseline,
        axisLabel: { ...axisLabel, interval: labelInterval(buckets.length, size.width - margins.left) },
      },
      yAxis: yAxisOf(data),
      series: [
        line(upper, { colour, width: 1, opacity: 0.55, area: 0.14 }),
        line(middle, { colour, width: 2, opacity: 1, area: null }),
      ],
    }),
  };
}

function yAxisOf(data: BandData): object {
  const known = [...data.middle, ...data.upper].filter((value) => value !== null);
  const largest = Math.max(...known, 1);
  const label = { ...axisLabel, formatter: (value: number) => (value === 0 ? "0" : formatShortDuration(value)) };
  if (!isLogBand(data)) {
    const { interval, max } = durationAxis(largest);
    return { type: "value", min: 0, max, interval, ...quietGrid, axisLabel: label };
  }
  const ticks = logDurationTicks(Math.max(1, Math.min(...known, largest)), largest);
  return {
    type: "log",
    min: ticks[0] ?? 1,
    max: ticks.at(-1) ?? largest,
    name: "logarithmic scale",
    nameLocation: "end",
    nameGap: 4,
    nameTextStyle: { ...axisLabel, align: "left", padding: [0, 0, 0, -36] },
    ...quietGrid,
    axisLabel: { ...label, customValues: [...ticks] },
  };
}

type Face = { readonly colour: string; readonly width: number; readonly opacity: number; readonly area: number | null };

function line(values: readonly (number | null)[], { colour, width, opacity, area }: Face): object {
  const isLone = (index: number) => values[index - 1] === null && values[index + 1] === null;
  return {
    type: "line",
    silent: true,
    connectNulls: false,
    lineStyle: { color: `var(${colour})`, width, opacity },
    ...(area === null ? {} : { areaStyle: { color: `var(${colour})`, opacity: area } }),
    itemStyle: { color: `var(${colour})`, opacity },
    showSymbol: true,
    // A point between two gaps has no line that would show it.
    data: values.map((value, index) => ({
      value: value ?? "-",
      symbol: "circle",
      symbolSize: values.length === 1 || isLone(index) ? 6 : width * 2,
    })),
  };
}

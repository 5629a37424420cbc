import { axisLabel, baseline, quietGrid } from "../../../../charts/axis-style.ts";
import type { ChartPlan } from "../../../../charts/draw-chart.ts";
import { durationAxis, logDurationTicks } from "../../../../charts/duration-axis.ts";
import { formatShortDuration } from "../../../../format/format-duration.ts";
import { placeOn, type Histogram } from "./histogram.ts";

export type DistributionData = {
  readonly histogram: Histogram;
  readonly percentiles: readonly { readonly name: string; readonly seconds: number; readonly text: string }[];
};

const margins = { left: 36, right: 12, top: 44, bottom: 46 };

/** How a duration is spread, with p50, p75 and p90 marked. Both scales are drawn on 0..1, so that bars are equal in width. */
export function planDistributionChart(data: DistributionData): ChartPlan<DistributionData> {
  return {
    name: "distribution",
    data,
    plot: () => margins,
    toOption: ({ histogram, percentiles }, size) => {
      const ticks = ticksOf(histogram).filter((tick) => placeOn(histogram, tick) <= 1);
      const places = ticks.map((tick) => placeOn(histogram, tick));
      const barWidth = ((size.width - margins.left - margins.right) / histogram.bins.length) * 0.88;
      return {
        grid: { ...margins },
        xAxis: {
          type: "value",
          min: 0,
          max: 1,
          ...baseline,
          name: histogram.scale === "log" ? "time to first review, logarithmic scale" : "time to first review",
          nameLocation: "middle",
          nameGap: 28,
          nameTextStyle: axisLabel,
          axisLabel: {
            ...axisLabel,
            customValues: places,
            formatter: (place: number) => formatTick(ticks[nearest(places, place)] ?? 0),
          },
        },
        yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 3, ...quietGrid, axisLabel },
        series: [
          {
            type: "bar",
            silent: true,
            barWidth,
            itemStyle: { color: "var(--series-4)" },
            data: histogram.bins.map((bin, index) => [(index + 0.5) / histogram.bins.length, bin.count]),
            markLine: markPercentiles(histogram, percentiles),
          },
        ],
      };
    },
  };
}

function ticksOf({ scale, min, max }: Histogram): readonly number[] {
  if (scale === "log") return logDurationTicks(min, max);
  const { interval } = durationAxis(max);
  return Array.from({ length: Math.floor(max / interval) + 1 }, (_, index) => index * interval);
}

function formatTick(seconds: number): string {
  return seconds === 0 ? "0" : formatShortDuration(seconds);
}

function nearest(places: readonly number[], place: number): number {
  return places.reduce(
    (best, other, index) => (Math.abs(other - place) < Math.abs((places[best] ?? 0) - place) ? index : best),
    0,
  );
}

// The names stand at different heights: the three can lie close together.
function markPercentiles(histogram: Histogram, percentiles: DistributionData["percentiles"]): object {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: "var(--text)", type: "dashed", width: 1 },
    data: percentiles.map(({ name, seconds, text }, index) => {
      const place = placeOn(histogram, seconds);
      return {
        xAxis: place,
        label: {
          formatter: `${name} ${text}`,
          position: "end",
          distance: 4 + (percentiles.length - 1 - index) * 13,
          align: place > 0.8 ? "right" : place < 0.2 ? "left" : "center",
          color: "var(--text)",
          fontSize: 12,
          fontFamily: "inherit",
        },
      };
    }),
  };
}

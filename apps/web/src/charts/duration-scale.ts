import { formatShortDuration } from "../format/format-duration.ts";
import { durationAxis, logDurationTicks } from "./duration-axis.ts";

/** An axis of time drawn on 0..1, so that a logarithmic one is drawn like any other. */
export type DurationScale = {
  readonly kind: "linear" | "log";
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly placeOf: (seconds: number) => number;
};

type Spread = { readonly p50: number | null; readonly p90: number | null };

const logRatio = 20;
// A log scale has no zero: whatever is quicker lies on its floor.
const logFloor = 60;

/** Logarithmic when the slow tail would flatten the rest: p90 beyond twenty times p50. */
export function durationScale(values: readonly number[], { p50, p90 }: Spread): DurationScale {
  const largest = Math.max(...values, 1);
  if (p50 === null || p90 === null || p90 <= logRatio * Math.max(p50, 1)) {
    const { interval, max } = durationAxis(largest);
    const count = Math.round(max / interval);
    return {
      kind: "linear",
      placeOf: (seconds) => seconds / max,
      ticks: Array.from({ length: count + 1 }, (_, index) => ({
        at: (index * interval) / max,
        text: index === 0 ? "0" : formatShortDuration(index * interval),
      })),
    };
  }
  const smallest = Math.max(logFloor, Math.min(...values));
  const ticks = logDurationTicks(smallest, Math.max(largest, smallest * 10));
  const [low = logFloor] = ticks;
  const high = Math.max(ticks.at(-1) ?? largest, largest);
  const placeOf = (seconds: number) => Math.max(0, Math.log(Math.max(seconds, low) / low) / Math.log(high / low));
  return {
    kind: "log",
    placeOf,
    ticks: ticks.map((tick) => ({ at: placeOf(tick), text: formatShortDuration(tick) })),
  };
}

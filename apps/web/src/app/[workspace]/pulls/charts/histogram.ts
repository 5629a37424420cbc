/** Bars of a distribution: half-open ranges of seconds, equal on the scale they are drawn on. */
type Bin = { readonly from: number; readonly to: number; readonly count: number };

export type Histogram = {
  readonly scale: "linear" | "log";
  readonly min: number;
  readonly max: number;
  readonly bins: readonly Bin[];
};

const binCount = 24;
const logRatio = 20;
// A log scale has no zero: whatever is quicker than this shares the first bar.
const logFloor = 60;

/** A log scale when the slow tail would flatten the rest: p90 beyond twenty times p50. */
export function toHistogram(
  seconds: readonly number[],
  { p50, p90 }: { readonly p50: number; readonly p90: number },
): Histogram {
  const largest = Math.max(...seconds, 1);
  const isLog = p90 > logRatio * Math.max(p50, 1);
  const min = isLog ? logFloor : 0;
  const max = isLog ? Math.max(largest * 1.05, logFloor * 10) : largest * 1.0001;
  const edgeOf = (index: number) => (isLog ? min * (max / min) ** (index / binCount) : (max / binCount) * index);
  const edges = Array.from({ length: binCount + 1 }, (_, index) => edgeOf(index));
  const bins = edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? max;
    const start = index === 0 ? -Infinity : from;
    return { from: index === 0 ? 0 : from, to, count: seconds.filter((value) => value >= start && value < to).length };
  });
  return { scale: isLog ? "log" : "linear", min, max, bins };
}

/** Where a value lies on the scale: 0 at its beginning, 1 at its end. */
export function placeOn({ scale, min, max }: Histogram, seconds: number): number {
  if (scale === "linear") return (seconds - min) / (max - min);
  return Math.max(0, Math.log(Math.max(seconds, min) / min) / Math.log(max / min));
}

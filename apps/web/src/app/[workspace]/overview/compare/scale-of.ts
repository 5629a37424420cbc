import { durationScale } from "../../../../charts/duration-scale.ts";
import { formatShortDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";

/** The one scale of a column: where a value stands on 0..1, and what its ends are. */
export type ColumnScale = { readonly placeOf: (value: number) => number; readonly text: string };

/** A scale that all rows share, so that a line that stands higher is a larger number. */
export function scaleOf(values: readonly number[], isDuration: boolean): ColumnScale {
  const largest = Math.max(...values, 0);
  if (!isDuration) {
    const top = largest === 0 ? 1 : largest;
    return { placeOf: (value) => value / top, text: `0 – ${formatNumber(top)}` };
  }
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? null;
  const scale = durationScale(values, { p50: at(0.5), p90: at(0.9) });
  const [low, high] = [scale.ticks[0]?.text ?? "0", scale.ticks.at(-1)?.text ?? formatShortDuration(largest)];
  return { placeOf: scale.placeOf, text: scale.kind === "log" ? `${low} – ${high}, logarithmic` : `${low} – ${high}` };
}

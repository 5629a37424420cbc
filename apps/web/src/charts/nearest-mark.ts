import type { ChartMark } from "./chart-mark.ts";

/** The mark nearest to a place in the plot, or null where there is none. Bands are found by x alone. */
export function nearestMark(
  marks: readonly ChartMark[],
  place: { readonly x: number; readonly y: number },
): number | null {
  let best: { readonly index: number; readonly distance: number } | null = null;
  for (const [index, mark] of marks.entries()) {
    const distance = Math.hypot(mark.x - place.x, mark.y === undefined ? 0 : mark.y - place.y);
    if (best === null || distance < best.distance) best = { index, distance };
  }
  return best?.index ?? null;
}

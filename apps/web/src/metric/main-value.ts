import type { Figures, MetricValue } from "./metric-answer.ts";

// The number of a compound value that a tile shows: the median, else the count.
const mainNames = ["p50", "count", "ratio", "value"] as const;

/** The name of a number inside a value or beside it; null for the main one. */
export type Part = string | null;

export function figureOf(figures: Figures, part: Part): number | null {
  if (part === null) return mainValue(figures.value);
  return part === "n_not_yet" ? (figures.n_not_yet ?? null) : namedValue(figures.value, part);
}

/** The one number of a value that is compared and drawn, or null where there is none. */
export function mainValue(value: MetricValue): number | null {
  if (value === null || typeof value === "number") return value;
  for (const name of mainNames) {
    const part = value[name];
    if (part !== undefined) return part;
  }
  return null;
}

export function namedValue(value: MetricValue, name: string): number | null {
  if (value === null || typeof value === "number") return null;
  return value[name] ?? null;
}

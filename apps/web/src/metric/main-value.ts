import type { MetricValue } from "./metric-answer.ts";

// The number of a compound value that a tile shows: the median, else the count.
const mainNames = ["p50", "count", "ratio", "value"] as const;

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

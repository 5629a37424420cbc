import type { Stretch } from "../metric.ts";

const dayMs = 86_400_000;

/**
 * On how many days of a week something fell, as the median over the whole weeks of a stretch, counted back from its end: a begun week says
 * nothing of a whole one, and a week without any day counts as zero. Null where there is no whole week. Days as `2026-03-01`.
 */
export function medianDaysPerWeek(days: unknown, { weeks, endMs }: Stretch): number | null {
  const whole = Math.floor(weeks + 1e-9);
  if (whole < 1) return null;
  const counts = Array.from({ length: whole }, () => 0);
  const endDay = Math.ceil(endMs / dayMs);
  for (const day of Array.isArray(days) ? days : []) {
    const week = Math.floor((endDay - 1 - Date.parse(`${day}T00:00:00Z`) / dayMs) / 7);
    const count = counts[week];
    if (count !== undefined) counts[week] = count + 1;
  }
  const sorted = counts.toSorted((a, b) => a - b);
  const [lower = 0, upper = 0] = [sorted[Math.floor((whole - 1) / 2)], sorted[Math.ceil((whole - 1) / 2)]];
  return (lower + upper) / 2;
}

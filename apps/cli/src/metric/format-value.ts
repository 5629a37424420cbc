import type { Unit } from "@pulse/metrics";

import { formatDuration } from "./format-duration.ts";

const wholeNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const twoDigits = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** One number as people read it; a dash where there is none. `ratio` inside another unit is a share all the same. */
export function formatValue(value: number | null | undefined, unit: Unit, name = "value"): string {
  if (value === null || value === undefined) return "–";
  if (unit === "ratio" || name === "ratio") return `${twoDigits.format(value * 100)} %`;
  if (unit === "seconds") return formatDuration(value);
  return Number.isInteger(value) ? wholeNumber.format(value) : twoDigits.format(value);
}

/** How much more or less than before, in percent; nothing where the one before is missing or zero. */
export function formatChange(value: number | null | undefined, before: number | null | undefined): string {
  if (typeof value !== "number" || typeof before !== "number" || before === 0) return "";
  const change = ((value - before) / Math.abs(before)) * 100;
  return change === 0
    ? "no change"
    : `${change > 0 ? "+" : "−"}${twoDigits.format(Math.abs(Number(change.toPrecision(3))))} %`;
}

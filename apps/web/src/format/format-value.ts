import type { Unit } from "../metric/metric-answer.ts";
import { formatDuration } from "./format-duration.ts";
import { formatNumber, formatPercent } from "./format-number.ts";

/** A metric's number with its unit, as a screen shows it. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case "seconds":
      return formatDuration(value);
    case "ratio":
      return formatPercent(value);
    case "lines":
      return `${formatNumber(value)} ${value === 1 ? "line" : "lines"}`;
    case "rate":
    case "count":
      return formatNumber(value);
  }
}

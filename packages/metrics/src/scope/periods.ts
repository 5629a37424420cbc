import { AppError } from "@pulse/kit";

import type { TimeSplit } from "../query.ts";

/** One day, week or month of a series; both ends by the wall clock, and the first and last clipped to the window. */
export type Period = { readonly key: string; readonly startMs: number; readonly endMs: number };

const dayMs = 86_400_000;
const maxPeriods = 10_000;
// Day 0 of the epoch was a Thursday; weeks start on Monday (ISO 8601), or so many days before.
const firstMonday = 4;

/**
 * The periods that touch [fromMs, toMs), in order. The key of a day is its date, of a week the date of its first day, of a month `YYYY-MM`.
 * Wall-clock days all have 24 hours, so this needs no time zone. Throws `invalid` for more periods than a series can hold.
 */
export function listPeriods(
  split: TimeSplit,
  window: { readonly fromMs: number; readonly toMs: number; readonly weekShift?: number },
): readonly Period[] {
  const periods: Period[] = [];
  if (window.fromMs >= window.toMs) return periods;
  for (
    let startMs = startOf(split, window.fromMs, window.weekShift ?? 0);
    startMs < window.toMs;
    startMs = nextAfter(split, startMs)
  ) {
    if (periods.length === maxPeriods) {
      throw new AppError(
        "invalid",
        `The window has more than ${maxPeriods} ${split}s. Split it by a longer period, or narrow it`,
      );
    }
    periods.push({
      key: keyOf(split, startMs),
      startMs: Math.max(startMs, window.fromMs),
      endMs: Math.min(nextAfter(split, startMs), window.toMs),
    });
  }
  return periods;
}

function startOf(split: TimeSplit, ms: number, weekShift: number): number {
  const day = Math.floor(ms / dayMs);
  if (split === "day") return day * dayMs;
  const firstStart = firstMonday - weekShift;
  if (split === "week") return (firstStart + Math.floor((day - firstStart) / 7) * 7) * dayMs;
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextAfter(split: TimeSplit, startMs: number): number {
  if (split === "day") return startMs + dayMs;
  if (split === "week") return startMs + 7 * dayMs;
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

function keyOf(split: TimeSplit, startMs: number): string {
  return new Date(startMs).toISOString().slice(0, split === "month" ? 7 : 10);
}

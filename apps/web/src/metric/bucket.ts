import { dateFormat } from "../format/date-format.ts";
import { formatDay, formatShortDay } from "../format/format-instant.ts";
import { startOfDay } from "../format/start-of-day.ts";

export type Grain = "day" | "week" | "month";

export type Window = { readonly from: string; readonly to: string };

/** A day, week or month of a series, cut off at the ends of the window. */
export type Bucket = Window & {
  readonly key: string;
  readonly label: string;
  readonly title: string;
  /** The window holds only a part of it, or it is still running. */
  readonly isPartial: boolean;
};

const dayMs = 86_400_000;

/** About fifty bars at most: days for a fortnight, weeks for a year, months beyond. */
export function chooseGrain({ from, to }: Window): Grain {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs;
  if (days <= 14) return "day";
  return days <= 380 ? "week" : "month";
}

type Cut = { readonly grain: Grain; readonly window: Window; readonly timeZone: string };

/** `key` is the first day of the bucket, or its month. */
export function toBucket(key: string, { grain, window, timeZone }: Cut): Bucket {
  const firstDay = key.length === 7 ? `${key}-01` : key.slice(0, 10);
  const start = startOfDay(firstDay, timeZone);
  const end = startOfDay(nextStart(firstDay, grain), timeZone);
  const from = new Date(Math.max(start.getTime(), Date.parse(window.from)));
  const to = new Date(Math.min(end.getTime(), Date.parse(window.to)));
  const zone = { timeZone };
  return {
    key,
    from: from.toISOString(),
    to: to.toISOString(),
    label: grain === "month" ? monthLabel(start, timeZone) : formatShortDay(start.toISOString(), zone),
    title: titleOf(start, grain, timeZone),
    isPartial: from.getTime() > start.getTime() || to.getTime() < end.getTime(),
  };
}

function nextStart(firstDay: string, grain: Grain): string {
  const next = new Date(`${firstDay}T00:00:00Z`);
  if (grain === "month") next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + (grain === "week" ? 7 : 1));
  return next.toISOString().slice(0, 10);
}

function titleOf(start: Date, grain: Grain, timeZone: string): string {
  const day = formatDay(start.toISOString(), { timeZone });
  if (grain === "month") {
    return dateFormat("en-GB", { month: "long", year: "numeric", timeZone }).format(start);
  }
  return grain === "week" ? `Week of ${day}` : day;
}

function monthLabel(start: Date, timeZone: string): string {
  return dateFormat("en-GB", { month: "short", year: "2-digit", timeZone }).format(start);
}

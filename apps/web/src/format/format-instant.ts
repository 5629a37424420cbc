import { dateFormat } from "./date-format.ts";

type Zone = { readonly timeZone: string };

/** `9 Jul 2026` */
export function formatDay(instant: string, { timeZone }: Zone): string {
  return write(instant, { day: "numeric", month: "short", year: "numeric", timeZone });
}

/** `9 Jul` */
export function formatShortDay(instant: string, { timeZone }: Zone): string {
  return write(instant, { day: "numeric", month: "short", timeZone });
}

/** `9 Jul 2026, 01:59 UTC` */
export function formatInstant(instant: string, { timeZone }: Zone): string {
  return write(instant, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });
}

/** The window as people say it: `10 Apr – 9 Jul 2026`. The end is exclusive, so its last day is the one before. */
export function formatWindow(window: { readonly from: string; readonly to: string }, zone: Zone): string {
  const last = new Date(Date.parse(window.to) - 1).toISOString();
  const isSameYear = formatYear(window.from, zone) === formatYear(last, zone);
  const from = isSameYear ? formatShortDay(window.from, zone) : formatDay(window.from, zone);
  return `${from} – ${formatDay(last, zone)}`;
}

function formatYear(instant: string, { timeZone }: Zone): string {
  return write(instant, { year: "numeric", timeZone });
}

// British English has "Sept" where every other month has three letters.
function write(instant: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormat("en-GB", options).format(new Date(instant)).replace("Sept", "Sep");
}

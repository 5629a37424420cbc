import { formatDuration } from "../format/format-duration.ts";
import { formatDay, formatInstant } from "../format/format-instant.ts";
import type { ItemView } from "../metric/item-view.ts";

type End = { readonly text: string; readonly title: string };
type Zone = { readonly timeZone: string };

/** For how long: the item's value, with the day since when it is open. */
export function durationEnd({ value, at }: ItemView, zone: Zone): End {
  return {
    text: value === null ? "–" : formatDuration(value),
    title: `opened ${formatDay(at, zone)}`,
  };
}

/** When: a day, with the exact instant. */
export function dayEnd(instant: string | null, zone: Zone): End {
  if (instant === null) return { text: "–", title: "" };
  return { text: formatDay(instant, zone), title: formatInstant(instant, zone) };
}

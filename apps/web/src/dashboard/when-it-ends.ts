import { formatDay } from "../format/format-instant.ts";
import type { BoardFrame } from "./board.ts";

/** When what is open at the end of the window is open: "now", or "on 9 Nov 2023". */
export function whenItEnds({ window, timeZone }: BoardFrame): string {
  if (window.endsNow) return "now";
  return `on ${formatDay(new Date(Date.parse(window.to) - 1).toISOString(), { timeZone })}`;
}

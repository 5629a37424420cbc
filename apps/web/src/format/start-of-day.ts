import { dateFormat } from "./date-format.ts";

/** The instant at which a day (`2026-07-09`) begins in a zone. */
export function startOfDay(day: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // The offset is asked for twice: the first guess may lie on the other side of a change of the clocks.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return new Date(asUtc - offsetMs(guess, timeZone));
}

/** The same time on the clock of a zone, so many days earlier. */
export function daysBefore(instant: string, days: number, timeZone: string): Date {
  const at = Date.parse(instant);
  const wall = at + offsetMs(at, timeZone) - days * 86_400_000;
  const guess = wall - offsetMs(wall, timeZone);
  return new Date(wall - offsetMs(guess, timeZone));
}

/** The day (`2026-07-09`) of an instant in a zone. */
export function dayOf(instant: string | Date, timeZone: string): string {
  // Sweden writes dates as ISO does.
  return dateFormat("sv-SE", { timeZone, dateStyle: "short" }).format(new Date(instant));
}

function offsetMs(instantMs: number, timeZone: string): number {
  const text = dateFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(instantMs);
  return Date.parse(`${text.replace(" ", "T")}Z`) - Math.floor(instantMs / 1_000) * 1_000;
}

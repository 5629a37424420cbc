import { AppError } from "@pulse/kit";

/** A day that begins when the clocks of the time zone say so, or an instant. */
export type Moment = { readonly kind: "date"; readonly on: string } | { readonly kind: "instant"; readonly at: Date };

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

// Far from any fact, and near enough that the window before still lies in a calendar that PostgreSQL knows.
const yearPattern = /^(19[7-9]|20\d|21\d)\d-/;

/** Reads `from` and `to`. Throws `invalid` for anything but a day that exists, or an instant with its offset, from 1970 to 2199. */
export function parseMoment(name: "from" | "to", text: string): Moment {
  if (datePattern.test(text) && isRealDate(text)) return { kind: "date", on: text };
  const [, date] = instantPattern.exec(text) ?? [];
  const at = new Date(text);
  if (date !== undefined && isRealDate(date) && !Number.isNaN(at.getTime())) return { kind: "instant", at };
  throw new AppError(
    "invalid",
    `"${text.slice(0, 60)}" is no date for \`${name}\`. Give a day such as 2026-03-31, or an instant with its offset such as 2026-03-31T08:00:00Z`,
  );
}

function isRealDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && yearPattern.test(text);
}

import type { ChartMark } from "./chart-mark.ts";

/**
 * The days from one band to another, as an address has them; null where bands are no stretches of time. The list behind a band is of its
 * days, so that its link knows them.
 */
export function daysBetween(first: ChartMark | undefined, last: ChartMark | undefined): URLSearchParams | null {
  if (first === undefined || last === undefined || first.y !== undefined) return null;
  const [one, other] = [daysOf(first), daysOf(last)];
  if (one === null || other === null) return null;
  const [from, to] = one.from <= other.from ? [one.from, other.to] : [other.from, one.to];
  return new URLSearchParams({ from, to });
}

/** The page's own address with these days in place of its own. */
export function zoomedSearch(search: string, days: URLSearchParams): string {
  const query = new URLSearchParams(search);
  query.delete("range");
  for (const [name, value] of days) query.set(name, value);
  return `?${query.toString()}`;
}

/** Whether the bands are stretches of time, and not bars of a distribution, all of which are of the same days. */
export function hasDays(marks: readonly ChartMark[]): boolean {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || first === last || first.y !== undefined) return false;
  const [one, other] = [daysOf(first), daysOf(last)];
  return one !== null && other !== null && one.from !== other.from;
}

function daysOf({ href }: ChartMark): { readonly from: string; readonly to: string } | null {
  const query = new URLSearchParams(href.split("?")[1]);
  const [from, to] = [query.get("from"), query.get("to")];
  return from === null || to === null ? null : { from, to };
}

/** Mondays in UTC, as dates. */
export type WeekCover = {
  /** Weeks in which an edge lies. */
  readonly cut: readonly string[];
  /** The longest spans of pulse.contributor_spans that lie between the edges. */
  readonly spans: readonly { readonly weeks: number; readonly startsOn: string }[];
  /** The other weeks. */
  readonly single: readonly string[];
};

type CoverInput = {
  readonly from: Date;
  readonly to: Date;
  readonly edges: readonly Date[];
  /** No span is longer than so many weeks. */
  readonly longest?: number | undefined;
};

const weekMs = 7 * 86_400_000;
// A Monday from which spans of every length begin: the first of January of the year 1.
const originMs = Date.UTC(2000, 0, 3) - 104_303 * weekMs;
const lengths = [16, 4];

/** Every week from one instant to another, once. */
export function coverWeeks({ from, to, edges, longest = Infinity }: CoverInput): WeekCover {
  const cutWeeks = new Set(edges.map(weekOf));
  const cover = { cut: [] as string[], spans: [] as { weeks: number; startsOn: string }[], single: [] as string[] };
  const last = weekOf(to);
  for (let week = weekOf(from); week <= last;) {
    const weeks = lengths.find((length) => length <= longest && isFree({ week, length, last, cutWeeks })) ?? 1;
    if (weeks > 1) cover.spans.push({ weeks, startsOn: mondayOf(week) });
    else if (cutWeeks.has(week)) cover.cut.push(mondayOf(week));
    else cover.single.push(mondayOf(week));
    week += weeks;
  }
  return cover;
}

type Span = {
  readonly week: number;
  readonly length: number;
  readonly last: number;
  readonly cutWeeks: ReadonlySet<number>;
};

/** Whether a span begins here and no edge lies in it. */
function isFree({ week, length, last, cutWeeks }: Span): boolean {
  if (week % length !== 0 || week + length - 1 > last) return false;
  return Array.from({ length }, (_, index) => week + index).every((each) => !cutWeeks.has(each));
}

/** How many weeks lie between the origin and an instant's Monday. */
function weekOf(at: Date): number {
  return Math.floor((at.getTime() - originMs) / weekMs);
}

function mondayOf(week: number): string {
  return new Date(originMs + week * weekMs).toISOString().slice(0, 10);
}

import type { Row } from "../../../../items/read-rows.ts";
import type { PersonSort } from "./person-sort.ts";

/** One person with what each number of the page says of them; null where it says nothing. */
export type PersonRow = {
  readonly key: string;
  /** Null is somebody without an account at GitHub: a commit's author by address. */
  readonly login: string | null;
  readonly name: string;
  /** Asked for and not given, now. */
  readonly waiting: number;
  readonly oldestAskedAt: string | null;
  readonly reviews: number;
  readonly latency: number | null;
  /** Reviews that the latency stands on. */
  readonly answered: number;
  readonly wip: number;
  readonly oldestOpenAt: string | null;
  readonly commits: number;
};

type Sources = {
  readonly reviews: readonly Row[];
  readonly latency: readonly Row[];
  readonly wip: readonly Row[];
  readonly commits: readonly Row[];
  readonly waiting: readonly { readonly reviewer: string | null; readonly waiting: number; readonly oldestAt: Date }[];
};

/** Everybody of whom any of the numbers tells, by name. */
export function toPeople({ reviews, latency, wip, commits, waiting }: Sources): readonly PersonRow[] {
  const people = new Map<string, PersonRow>();
  const put = (login: string | null, name: string | null, told: Partial<PersonRow>) => {
    const called = login ?? name;
    // A deleted account has no name: its reviews count, and are credited to nobody.
    if (called === null) return;
    const key = called.toLowerCase();
    people.set(key, { ...(people.get(key) ?? { ...nobody, key, login, name: called }), ...told });
  };
  for (const row of reviews) put(textOf(row["login"]), textOf(row["name"]), { reviews: countOf(row["reviews"]) });
  for (const row of latency) {
    const told = { latency: numberOf(row["p50"]), answered: countOf(row["n"]) };
    put(textOf(row["login"]), textOf(row["name"]), told);
  }
  for (const row of wip) {
    put(textOf(row["login"]), textOf(row["name"]), { wip: countOf(row["n"]), oldestOpenAt: textOf(row["oldest_at"]) });
  }
  for (const row of commits) put(textOf(row["login"]), textOf(row["name"]), { commits: countOf(row["commits"]) });
  for (const asked of waiting) {
    put(asked.reviewer, null, { waiting: asked.waiting, oldestAskedAt: asked.oldestAt.toISOString() });
  }
  return byName([...people.values()]);
}

/** What has no number comes last either way, and equals stand by name. */
export function sortPeople(rows: readonly PersonRow[], { column, order }: PersonSort): readonly PersonRow[] {
  const sign = order === "desc" ? -1 : 1;
  if (column === "name") return order === "desc" ? byName(rows).toReversed() : byName(rows);
  const valueOf = (row: PersonRow) => row[column] ?? sign * Infinity;
  return byName(rows).toSorted((a, b) => sign * (valueOf(a) - valueOf(b)) || 0);
}

const nobody = {
  waiting: 0,
  oldestAskedAt: null,
  reviews: 0,
  latency: null,
  answered: 0,
  wip: 0,
  oldestOpenAt: null,
  commits: 0,
} as const;

function byName(rows: readonly PersonRow[]): readonly PersonRow[] {
  return rows.toSorted((a, b) => a.name.localeCompare(b.name, "en", { sensitivity: "base" }));
}

function textOf(value: Row[string] | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: Row[string] | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function countOf(value: Row[string] | undefined): number {
  return numberOf(value) ?? 0;
}

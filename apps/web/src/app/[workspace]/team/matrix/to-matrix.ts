import type { Row } from "../../../../items/read-rows.ts";

/** Who reviewed whom: a row for each author, a column for each reviewer, both by name. */
export type Matrix = {
  readonly reviewers: readonly string[];
  readonly authors: readonly { readonly author: string; readonly counts: readonly number[]; readonly total: number }[];
  readonly largest: number;
  /** People that there are beyond those shown, and how many of the reviews are not in the table for it. */
  readonly hidden: { readonly people: number; readonly reviews: number };
};

/** What stands where an account was deleted. */
export const nobody = "deleted account";

/**
 * The rows of `team.review_matrix` as a table of at most so many people each way. Who would be cut are those with the fewest reviews, since a
 * table of blanks says nothing; what is shown stands by name.
 */
export function toMatrix(rows: readonly Row[], { most }: { readonly most: number }): Matrix {
  const pairs = rows.map((row) => ({
    author: nameOf(row["author"]),
    reviewer: nameOf(row["reviewer"]),
    n: typeof row["n"] === "number" ? row["n"] : 0,
  }));
  const authors = chooseNames(
    pairs.map(({ author, n }) => ({ name: author, n })),
    most,
  );
  const reviewers = chooseNames(
    pairs.map(({ reviewer, n }) => ({ name: reviewer, n })),
    most,
  );
  const count = (author: string, reviewer: string) =>
    pairs.reduce((sum, pair) => (pair.author === author && pair.reviewer === reviewer ? sum + pair.n : sum), 0);
  const table = authors.shown.map((author) => {
    const counts = reviewers.shown.map((reviewer) => count(author, reviewer));
    return { author, counts, total: counts.reduce((sum, n) => sum + n, 0) };
  });
  const all = pairs.reduce((sum, { n }) => sum + n, 0);
  const inside = table.reduce((sum, { total }) => sum + total, 0);
  return {
    reviewers: reviewers.shown,
    authors: table,
    largest: Math.max(...table.flatMap(({ counts }) => counts), 0),
    hidden: { people: authors.hidden + reviewers.hidden, reviews: all - inside },
  };
}

type Named = { readonly name: string; readonly n: number };

function chooseNames(entries: readonly Named[], most: number) {
  const sums = new Map<string, number>();
  for (const { name, n } of entries) sums.set(name, (sums.get(name) ?? 0) + n);
  const names = [...sums].toSorted(([a, left], [b, right]) => right - left || a.localeCompare(b)).map(([name]) => name);
  return {
    shown: names.slice(0, most).toSorted((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })),
    hidden: Math.max(0, names.length - most),
  };
}

function nameOf(value: Row[string] | undefined): string {
  return typeof value === "string" ? value : nobody;
}

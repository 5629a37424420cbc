/** Compares names as PostgreSQL's collation "C" does; the one without a name comes first. */
export function byCodePoint(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

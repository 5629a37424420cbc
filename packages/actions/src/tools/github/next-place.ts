import type { MirrorPlace } from "./read-through.ts";

/** Where the page after these rows begins, when one row more was read than a page holds; null when it was the last. */
export function nextPlace<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | number)[],
): MirrorPlace | null {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? placeOf(last).map(String) : null;
}

import { sql } from "kysely";

import type { Expression, Membership } from "../metric.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach } from "../scope/reach.ts";

type Lasting = Extract<Membership, { kind: "span" | "state" | "now" }>;

/**
 * Whether an item belongs to `moment`: opened before it, and not closed or closed at or after it. A span ends at its moment, and an item
 * belongs to it when it was open at any time since `starts_at`.
 */
export function isOpenAt({ kind, opened, closed }: Lasting): Expression {
  const since = kind === "span" ? sql`moment.starts_at` : sql`moment.at`;
  return sql`${opened} < moment.at and (${closed} is null or ${closed} >= ${since})`;
}

/** Says nothing new beside `isOpenAt`, but spares comparing every moment with items that were closed long before the first of them. */
export function isNear(
  { kind, opened, closed }: Lasting,
  { scope, reach }: { readonly scope: Scope; readonly reach: Reach },
): Expression {
  const cuts = reach.repositories.map(({ cut }) => cut.at.getTime());
  // Of no repository there is neither a first nor a last moment.
  if (cuts.length === 0) return sql`false`;
  const last = kind === "now" ? new Date(Math.max(...cuts)) : (reach.end ?? scope.to).at;
  const first = kind === "now" ? new Date(Math.min(...cuts)) : reach.previousFrom;
  return sql`${opened} < ${last} and (${closed} is null or ${closed} >= ${first})`;
}

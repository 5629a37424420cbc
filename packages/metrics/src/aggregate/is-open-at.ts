import { sql } from "kysely";

import type { Expression, Membership } from "../metric.ts";

/**
 * Whether an item belongs to `moment`: opened before it, and not closed or closed at or after it. A span ends at its moment, and an item
 * belongs to it when it was open at any time since `starts_at`.
 */
export function isOpenAt({
  kind,
  opened,
  closed,
}: Extract<Membership, { kind: "span" | "state" | "now" }>): Expression {
  const since = kind === "span" ? sql`moment.starts_at` : sql`moment.at`;
  return sql`${opened} < moment.at and (${closed} is null or ${closed} >= ${since})`;
}

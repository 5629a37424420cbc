import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

type Item = "issues" | "pull_requests";

// The only identifiers that reach the statement.
const tables = { issues: sql.id("pulse", "issues"), pull_requests: sql.id("pulse", "pull_requests") };

/**
 * After a reading of the whole repository: items that it did not hold were deleted or transferred, and are kept with `deleted_at`.
 * Gives how many were marked. Items read later than this reading are left alone.
 */
export async function markMissingItems(
  tx: Tx,
  scope: SaveScope,
  input: { readonly item: Item; readonly presentNumbers: readonly number[] },
): Promise<number> {
  const marked = await sql<{ number: number }>`
    update ${tables[input.item]}
    set deleted_at = ${scope.fetchedAt}::timestamptz
    where repository_id = ${scope.repositoryId}
      and deleted_at is null
      and fetched_at <= ${scope.fetchedAt}::timestamptz
      and number not in (select unnest(${input.presentNumbers}::integer[]))
    returning number
  `.execute(tx);
  return marked.rows.length;
}

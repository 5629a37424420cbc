import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

// The only identifiers that reach the statement: tables, and the columns that say whose children the rows were.
const tables = {
  issue_comments: { name: sql.id("pulse", "issue_comments"), parents: sql`issue_id, pull_request_id` },
  reviews: { name: sql.id("pulse", "reviews"), parents: sql`pull_request_id` },
  review_comments: { name: sql.id("pulse", "review_comments"), parents: sql`pull_request_id` },
};

/** Deletes rows of one kind, except those read later than this reading. Gives the parents of the deleted ones. */
export async function deleteRows<Parents>(
  tx: Tx,
  scope: SaveScope,
  input: { readonly table: keyof typeof tables; readonly ids: readonly number[] },
): Promise<readonly Parents[]> {
  if (input.ids.length === 0) return [];
  const table = tables[input.table];
  const deleted = await sql<Parents>`
    delete from ${table.name}
    where repository_id = ${scope.repositoryId}
      and id = any(${input.ids}::bigint[])
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning ${table.parents}
  `.execute(tx);
  return deleted.rows;
}

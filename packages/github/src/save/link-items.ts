import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

/** What GitHub calls an issue or a pull request. Give no `githubId` of REST's issue object for a pull request: it is not the pull request's. */
export type ItemIdentity = {
  readonly number: number;
  readonly githubId: number | null;
  readonly nodeId: string | null;
};

/** Exactly one of the two ids is set. */
export type LinkedItem = { readonly issueId: number | null; readonly pullRequestId: number | null };

// The only identifiers that reach the statement.
const tables = [sql.id("pulse", "issues"), sql.id("pulse", "pull_requests")] as const;

/**
 * Finds stored items by number, so that a comment, review or event has a place, and gives those that an import made GitHub's ids. Items that
 * are not stored are left out of the answer. (Comments, reviews and milestones of imports are found by their own save functions.)
 */
export async function linkItems(
  tx: Tx,
  scope: SaveScope,
  items: readonly ItemIdentity[],
): Promise<ReadonlyMap<number, LinkedItem>> {
  if (items.length === 0) return new Map();
  for (const table of tables) {
    await sql`
      update ${table} as item
      set github_id = coalesce(item.github_id, row."githubId"),
        node_id = coalesce(item.node_id, row."nodeId")
      from json_to_recordset(${JSON.stringify(items)}::json) as row (number integer, "githubId" bigint, "nodeId" text)
      where item.repository_id = ${scope.repositoryId}
        and item.number = row.number
        and (
          item.github_id is null and row."githubId" is not null
          or item.node_id is null and row."nodeId" is not null
        )
    `.execute(tx);
  }
  const found = await sql<LinkedItem & { number: number }>`
    select number, id as issue_id, null::bigint as pull_request_id
    from pulse.issues
    where repository_id = ${scope.repositoryId}
      and number = any(${items.map((item) => item.number)}::integer[])
    union all
    select number, null, id
    from pulse.pull_requests
    where repository_id = ${scope.repositoryId}
      and number = any(${items.map((item) => item.number)}::integer[])
  `.execute(tx);
  return new Map(found.rows.map(({ number, ...linked }) => [number, linked]));
}

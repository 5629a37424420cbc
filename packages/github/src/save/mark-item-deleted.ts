import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

// The only identifiers that reach the statement.
const tables = { issues: sql.id("pulse", "issues"), pull_requests: sql.id("pulse", "pull_requests") };

type Input = {
  readonly item: keyof typeof tables;
  readonly number: number;
  /**
   * True when GitHub says that the item is gone for good (a deletion, a transfer): an older message that comes later does not bring it back.
   * False when it was merely not found, which can also be a lost right.
   */
  readonly isFinal: boolean;
};

/**
 * Keeps an item that was deleted or transferred with `deleted_at`. Gives whether it was there and not marked. When the message holds the item,
 * save it first: else one that comes before the item leaves no trace.
 */
export async function markItemDeleted(tx: Tx, scope: SaveScope, input: Input): Promise<boolean> {
  const marked = await sql<{ number: number }>`
    update ${tables[input.item]}
    set deleted_at = ${scope.fetchedAt}::timestamptz,
      updated_at = case when ${input.isFinal} then greatest(updated_at, ${scope.fetchedAt}::timestamptz) else updated_at end,
      fetched_at = ${scope.fetchedAt}::timestamptz
    where repository_id = ${scope.repositoryId}
      and number = ${input.number}
      and deleted_at is null
      and (${input.isFinal} or fetched_at <= ${scope.fetchedAt}::timestamptz)
    returning number
  `.execute(tx);
  return marked.rows.length > 0;
}

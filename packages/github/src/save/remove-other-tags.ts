import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

/** Removes tags that the repository no longer has at GitHub. Gives how many; tags read later than this reading stay. */
export async function removeOtherTags(tx: Tx, scope: SaveScope, names: readonly string[]): Promise<number> {
  const removed = await sql<{ name: string }>`
    delete from pulse.tags
    where repository_id = ${scope.repositoryId}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
      and name <> all(${names}::text[])
    returning name
  `.execute(tx);
  return removed.rows.length;
}

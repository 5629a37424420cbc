import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

/** Removes attempts that were not done when GitHub still had their runs: what became of them cannot be known. Gives how many. */
export async function removeOpenAttempts(tx: Tx, scope: SaveScope, githubIds: readonly number[]): Promise<number> {
  if (githubIds.length === 0) return 0;
  const removed = await sql<{ id: number }>`
    delete from pulse.workflow_runs
    where repository_id = ${scope.repositoryId}
      and github_id = any(${githubIds}::bigint[])
      and status <> 'completed'
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning id
  `.execute(tx);
  return removed.rows.length;
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

type Attempt = { readonly githubId: number; readonly attempt: number };

/** Notes that all jobs of these attempts were read; an attempt that changes afterwards is read again. */
export async function markJobsRead(tx: Tx, scope: SaveScope, attempts: readonly Attempt[]): Promise<void> {
  await sql`
    update pulse.workflow_runs as run
    set jobs_read_at = ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(attempts)}::json) as row ("githubId" bigint, attempt integer)
    where run.repository_id = ${scope.repositoryId}
      and run.github_id = row."githubId"
      and run.attempt = row.attempt
  `.execute(tx);
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

export type PullRequestSizeRow = {
  readonly pullRequestId: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
};

/** Saves sizes that were counted in a clone. A pull request that GitHub itself has measured keeps GitHub's numbers. */
export async function savePullRequestSizes(
  tx: Tx,
  scope: SaveScope,
  rows: readonly PullRequestSizeRow[],
): Promise<void> {
  await sql`
    update pulse.pull_requests as pull_request
    set additions = row.additions,
      deletions = row.deletions,
      changed_files = row."changedFiles"
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (
      "pullRequestId" bigint, additions integer, deletions integer, "changedFiles" integer
    )
    where pull_request.repository_id = ${scope.repositoryId}
      and pull_request.id = row."pullRequestId"
      and (pull_request.github_id is null or pull_request.additions is null)
      and (pull_request.additions, pull_request.deletions, pull_request.changed_files)
        is distinct from (row.additions, row.deletions, row."changedFiles")
  `.execute(tx);
}

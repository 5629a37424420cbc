import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** What is stored of a pull request that helps to find it in a clone. */
export type StoredPullRequest = {
  readonly id: number;
  readonly number: number;
  readonly mergedAt: Date | null;
  readonly mergeCommitSha: string | null;
  readonly baseSha: string | null;
  readonly headSha: string | null;
};

export async function listPullRequests(
  tx: Tx,
  scope: { readonly repositoryId: number },
): Promise<readonly StoredPullRequest[]> {
  const found = await sql<StoredPullRequest>`
    select id, number, merged_at, merge_commit_sha, base_sha, head_sha
    from pulse.pull_requests
    where repository_id = ${scope.repositoryId}
      and deleted_at is null
    order by number
  `.execute(tx);
  return found.rows;
}

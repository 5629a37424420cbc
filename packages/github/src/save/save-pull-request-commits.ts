import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type PullRequestCommitRow = {
  readonly pullRequestId: number;
  readonly sha: string;
  /** Position in the pull request, oldest first. */
  readonly ordinal: number;
  readonly authorId: number | null;
  readonly authoredAt: string;
  readonly committedAt: string;
};

type Input = {
  readonly rows: readonly PullRequestCommitRow[];
  /** Pull requests whose every commit is among the rows: others stored for them are removed. */
  readonly completePullRequestIds: readonly number[];
};

/** Saves which commits make up pull requests, by pull request and sha. */
export async function savePullRequestCommits(tx: Tx, scope: SaveScope, input: Input): Promise<SaveCounts> {
  const removed = await removeOthers(tx, scope, input);
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        "pullRequestId" bigint, sha text, ordinal integer, "authorId" bigint, "authoredAt" timestamptz,
        "committedAt" timestamptz
      )
    ), saved as (
      insert into pulse.pull_request_commits as commit (
        workspace_id, repository_id, pull_request_id, sha, ordinal, author_id, authored_at, committed_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "pullRequestId", sha, ordinal, "authorId", "authoredAt",
        "committedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by "pullRequestId", ordinal
      on conflict (repository_id, pull_request_id, sha) do update set
        ordinal = excluded.ordinal,
        author_id = coalesce(excluded.author_id, commit.author_id),
        fetched_at = excluded.fetched_at
      where excluded.fetched_at >= commit.fetched_at
        and (excluded.ordinal, coalesce(excluded.author_id, commit.author_id))
          is distinct from (commit.ordinal, commit.author_id)
      returning pull_request_id, sha, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved on saved.pull_request_id = input."pullRequestId" and saved.sha = input.sha
  `.execute(tx);
  return { ...countSaved(saved.rows), removed };
}

async function removeOthers(tx: Tx, scope: SaveScope, input: Input): Promise<number> {
  const given = input.rows.map(({ pullRequestId, sha }) => ({ pullRequestId, sha }));
  const removed = await sql<{ sha: string }>`
    delete from pulse.pull_request_commits as commit
    where commit.repository_id = ${scope.repositoryId}
      and commit.pull_request_id = any(${input.completePullRequestIds}::bigint[])
      and commit.fetched_at <= ${scope.fetchedAt}::timestamptz
      and (commit.pull_request_id, commit.sha) not in (
        select "pullRequestId", sha
        from json_to_recordset(${JSON.stringify(given)}::json) as row ("pullRequestId" bigint, sha text)
      )
    returning commit.sha
  `.execute(tx);
  return removed.rows.length;
}

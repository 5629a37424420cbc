import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type PullRequestFileRow = {
  readonly pullRequestId: number;
  readonly path: string;
  readonly change: "added" | "modified" | "removed" | "renamed" | "copied" | "changed" | "unchanged";
  readonly additions: number;
  readonly deletions: number;
};

type Input = {
  readonly rows: readonly PullRequestFileRow[];
  /** Pull requests whose every file is among the rows: others stored for them are removed. */
  readonly completePullRequestIds: readonly number[];
};

/** Saves which files pull requests change, by pull request and path. */
export async function savePullRequestFiles(tx: Tx, scope: SaveScope, input: Input): Promise<SaveCounts> {
  const removed = await removeOthers(tx, scope, input);
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        "pullRequestId" bigint, path text, change text, additions integer, deletions integer
      )
    ), saved as (
      insert into pulse.pull_request_files as file (
        workspace_id, repository_id, pull_request_id, path, change, additions, deletions, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "pullRequestId", path, change, additions, deletions,
        ${scope.fetchedAt}::timestamptz
      from input
      order by "pullRequestId", path
      on conflict (repository_id, pull_request_id, path) do update set
        change = excluded.change,
        additions = excluded.additions,
        deletions = excluded.deletions,
        fetched_at = excluded.fetched_at
      where excluded.fetched_at >= file.fetched_at
        and (excluded.change, excluded.additions, excluded.deletions)
          is distinct from (file.change, file.additions, file.deletions)
      returning pull_request_id, path, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved on saved.pull_request_id = input."pullRequestId" and saved.path = input.path
  `.execute(tx);
  return { ...countSaved(saved.rows), removed };
}

async function removeOthers(tx: Tx, scope: SaveScope, input: Input): Promise<number> {
  const given = input.rows.map(({ pullRequestId, path }) => ({ pullRequestId, path }));
  const removed = await sql<{ path: string }>`
    delete from pulse.pull_request_files as file
    where file.repository_id = ${scope.repositoryId}
      and file.pull_request_id = any(${input.completePullRequestIds}::bigint[])
      and file.fetched_at <= ${scope.fetchedAt}::timestamptz
      and (file.pull_request_id, file.path) not in (
        select "pullRequestId", path
        from json_to_recordset(${JSON.stringify(given)}::json) as row ("pullRequestId" bigint, path text)
      )
    returning file.path
  `.execute(tx);
  return removed.rows.length;
}

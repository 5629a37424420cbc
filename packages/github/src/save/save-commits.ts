import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type CommitRow = {
  readonly sha: string;
  readonly parentShas: readonly string[];
  /** Null when the author's account is not known. */
  readonly authorId: number | null;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly authoredAt: string;
  readonly committedAt: string;
  readonly headline: string;
  readonly isOnDefaultBranch: boolean;
  readonly additions: number | null;
  readonly deletions: number | null;
  readonly changedFiles: number | null;
};

/** Saves commits by their sha. What a commit is never changes; its account, its size and its place may become known, or the branch moves. */
export async function saveCommits(tx: Tx, scope: SaveScope, rows: readonly CommitRow[]): Promise<SaveCounts> {
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows)}::json) as row (
        sha text, "parentShas" text[], "authorId" bigint, "authorName" text, "authorEmail" text,
        "authoredAt" timestamptz, "committedAt" timestamptz, headline text, "isOnDefaultBranch" boolean,
        additions integer, deletions integer, "changedFiles" integer
      )
    ), saved as (
      insert into pulse.commits as commit (
        workspace_id, repository_id, sha, parent_shas, author_id, author_name, author_email, authored_at, committed_at,
        headline, is_on_default_branch, additions, deletions, changed_files, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, sha, "parentShas", "authorId", "authorName", "authorEmail",
        "authoredAt", "committedAt", headline, "isOnDefaultBranch", additions, deletions, "changedFiles",
        ${scope.fetchedAt}::timestamptz
      from input
      order by sha
      on conflict (repository_id, sha) do update set
        author_id = coalesce(excluded.author_id, commit.author_id),
        is_on_default_branch = excluded.is_on_default_branch,
        additions = coalesce(excluded.additions, commit.additions),
        deletions = coalesce(excluded.deletions, commit.deletions),
        changed_files = coalesce(excluded.changed_files, commit.changed_files),
        fetched_at = excluded.fetched_at
      where excluded.fetched_at >= commit.fetched_at
        and (
          coalesce(excluded.author_id, commit.author_id), excluded.is_on_default_branch,
          coalesce(excluded.additions, commit.additions), coalesce(excluded.deletions, commit.deletions),
          coalesce(excluded.changed_files, commit.changed_files)
        ) is distinct from (
          commit.author_id, commit.is_on_default_branch, commit.additions, commit.deletions, commit.changed_files
        )
      returning sha, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved using (sha)
  `.execute(tx);
  return countSaved(saved.rows);
}

/** The commits that are stored as part of the default branch. */
export async function listDefaultBranchShas(
  tx: Tx,
  scope: { readonly repositoryId: number },
): Promise<readonly string[]> {
  const found = await sql<{ sha: string }>`
    select sha
    from pulse.commits
    where repository_id = ${scope.repositoryId}
      and is_on_default_branch
  `.execute(tx);
  return found.rows.map((row) => row.sha);
}

/** Marks commits as no longer part of the default branch: it was rewritten. Gives how many; commits read later are left alone. */
export async function markOffDefaultBranch(tx: Tx, scope: SaveScope, shas: readonly string[]): Promise<number> {
  const marked = await sql<{ sha: string }>`
    update pulse.commits
    set is_on_default_branch = false,
      fetched_at = ${scope.fetchedAt}::timestamptz
    where repository_id = ${scope.repositoryId}
      and sha = any(${shas}::text[])
      and is_on_default_branch
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning sha
  `.execute(tx);
  return marked.rows.length;
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { accountReferences } from "./account-references.ts";
import { refreshActors } from "./refresh-actors.ts";

type Merge = {
  readonly workspaceId: number;
  readonly fetchedAt: string;
  /** The row that goes. */
  readonly fromId: number;
  /** The row that stays. */
  readonly toId: number;
};

type Touched = {
  readonly repositoryId: number;
  readonly issueId: number | null;
  readonly pullRequestId: number | null;
};

/**
 * Makes one account of two that turned out to be one person: a login that only archives and clones knew, and the account that GitHub says
 * has it now. Everything that named the one names the other.
 */
export async function mergeAccounts(tx: Tx, merge: Merge): Promise<void> {
  const touched = await takeActors(tx, merge);
  await moveComments(tx, merge);
  for (const { table, column, isList } of accountReferences) {
    const moved = isList
      ? sql`array(select distinct unnest(array_replace(${column}, ${merge.fromId}::bigint, ${merge.toId}::bigint)) as id order by id)`
      : sql`${merge.toId}`;
    const isNamed = isList ? sql`${column} @> array[${merge.fromId}::bigint]` : sql`${column} = ${merge.fromId}`;
    await sql`
      update ${table}
      set ${column} = ${moved}
      where workspace_id = ${merge.workspaceId}
        and ${isNamed}
    `.execute(tx);
  }
  await sql`
    delete from pulse.accounts
    where workspace_id = ${merge.workspaceId}
      and id = ${merge.fromId}
  `.execute(tx);
  for (const [repositoryId, rows] of Map.groupBy(touched, (row) => row.repositoryId)) {
    await refreshActors(
      tx,
      { workspaceId: merge.workspaceId, fetchedAt: merge.fetchedAt, repositoryId },
      {
        issueIds: rows.flatMap((row) => row.issueId ?? []),
        pullRequestIds: rows.flatMap((row) => row.pullRequestId ?? []),
      },
    );
  }
}

/** These rows are computed, and computed again after the merge. */
async function takeActors(tx: Tx, merge: Merge): Promise<readonly Touched[]> {
  const taken = await sql<Touched>`
    with issues as (
      delete from pulse.issue_actors
      where workspace_id = ${merge.workspaceId}
        and account_id = ${merge.fromId}
      returning repository_id, issue_id
    ), pull_requests as (
      delete from pulse.pull_request_actors
      where workspace_id = ${merge.workspaceId}
        and account_id = ${merge.fromId}
      returning repository_id, pull_request_id
    )
    select repository_id, issue_id, null::bigint as pull_request_id from issues
    union all
    select repository_id, null::bigint, pull_request_id from pull_requests
  `.execute(tx);
  return taken.rows;
}

/** Comments of both on one item in one second would claim one position: those that move take positions behind. */
async function moveComments(tx: Tx, merge: Merge): Promise<void> {
  await sql`
    update pulse.issue_comments as comment
    set author_id = ${merge.toId},
      ordinal = comment.ordinal + (
        select coalesce(max(other.ordinal) + 1, 0)
        from pulse.issue_comments as other
        where other.repository_id = comment.repository_id
          and other.issue_id is not distinct from comment.issue_id
          and other.pull_request_id is not distinct from comment.pull_request_id
          and other.author_id = ${merge.toId}
          and other.created_at = comment.created_at
      )
    where comment.workspace_id = ${merge.workspaceId}
      and comment.author_id = ${merge.fromId}
  `.execute(tx);
  await sql`
    update pulse.review_comments as comment
    set author_id = ${merge.toId},
      ordinal = comment.ordinal + (
        select coalesce(max(other.ordinal) + 1, 0)
        from pulse.review_comments as other
        where other.repository_id = comment.repository_id
          and other.pull_request_id = comment.pull_request_id
          and other.review_id is not distinct from comment.review_id
          and other.author_id = ${merge.toId}
          and other.created_at = comment.created_at
      )
    where comment.workspace_id = ${merge.workspaceId}
      and comment.author_id = ${merge.fromId}
  `.execute(tx);
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

/**
 * Computes again who acted on these items and when: one row per item and person, bots and authors included.
 * Call it after their comments and reviews have changed.
 */
export async function refreshActors(
  tx: Tx,
  scope: SaveScope,
  items: { readonly issueIds: readonly number[]; readonly pullRequestIds: readonly number[] },
): Promise<void> {
  if (items.issueIds.length > 0) await refreshIssueActors(tx, scope, [...new Set(items.issueIds)]);
  if (items.pullRequestIds.length > 0) await refreshPullRequestActors(tx, scope, [...new Set(items.pullRequestIds)]);
}

async function refreshIssueActors(tx: Tx, scope: SaveScope, issueIds: readonly number[]): Promise<void> {
  await sql`
    delete from pulse.issue_actors
    where repository_id = ${scope.repositoryId}
      and issue_id = any(${issueIds}::bigint[])
  `.execute(tx);
  await sql`
    insert into pulse.issue_actors (workspace_id, repository_id, issue_id, account_id, first_comment_at, comments)
    select ${scope.workspaceId}, ${scope.repositoryId}, issue_id, author_id, min(created_at), count(*)
    from pulse.issue_comments
    where repository_id = ${scope.repositoryId}
      and issue_id = any(${issueIds}::bigint[])
    group by issue_id, author_id
  `.execute(tx);
}

/**
 * An inline comment counts from the submission of its review when it was written before (GitHub shows it only then); comments of a review
 * that is not yet submitted do not count.
 */
async function refreshPullRequestActors(tx: Tx, scope: SaveScope, pullRequestIds: readonly number[]): Promise<void> {
  await sql`
    delete from pulse.pull_request_actors
    where repository_id = ${scope.repositoryId}
      and pull_request_id = any(${pullRequestIds}::bigint[])
  `.execute(tx);
  await sql`
    insert into pulse.pull_request_actors (
      workspace_id, repository_id, pull_request_id, account_id, first_act_at, first_approval_at, reviews, comments
    )
    select
      ${scope.workspaceId}, ${scope.repositoryId}, pull_request_id, account_id,
      min(act.at),
      min(act.at) filter (where act.is_approval),
      count(*) filter (where act.is_review),
      count(*) filter (where not act.is_review)
    from (
      select pull_request_id, author_id as account_id, submitted_at as at, true as is_review, state = 'approved' as is_approval
      from pulse.reviews
      where repository_id = ${scope.repositoryId}
        and pull_request_id = any(${pullRequestIds}::bigint[])
        and state <> 'pending'
      union all
      select
        comment.pull_request_id, comment.author_id, greatest(comment.created_at, review.submitted_at), false, false
      from pulse.review_comments as comment
      left join pulse.reviews as review
        on review.repository_id = comment.repository_id and review.id = comment.review_id
      where comment.repository_id = ${scope.repositoryId}
        and comment.pull_request_id = any(${pullRequestIds}::bigint[])
        and review.state is distinct from 'pending'
      union all
      select pull_request_id, author_id, created_at, false, false
      from pulse.issue_comments
      where repository_id = ${scope.repositoryId}
        and pull_request_id = any(${pullRequestIds}::bigint[])
    ) as act
    group by pull_request_id, account_id
  `.execute(tx);
}

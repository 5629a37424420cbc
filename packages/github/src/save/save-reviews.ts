import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { deleteRows } from "./delete-rows.ts";
import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type ReviewRow = {
  readonly pullRequestId: number;
  readonly nodeId: string;
  readonly githubId?: number | null;
  readonly authorId: number | null;
  readonly authorAssociation: string | null;
  readonly state: "approved" | "changes_requested" | "commented" | "dismissed" | "pending";
  readonly body: string | null;
  /** Of the reviewed commit, perhaps abbreviated. */
  readonly commitSha: string | null;
  readonly submittedAt: string;
  readonly updatedAt: string;
};

type Input = {
  readonly rows: readonly ReviewRow[];
  /** False for sources that know only when a review was begun: a time of submission known from GitHub then stays. */
  readonly hasSubmission: boolean;
};

type SavedReviews = {
  readonly idByNodeId: ReadonlyMap<string, number>;
  readonly counts: SaveCounts;
  readonly touchedPullRequestIds: readonly number[];
};

type Saved = {
  readonly nodeId: string;
  readonly id: number;
  readonly pullRequestId: number;
  readonly isNew: boolean | null;
};

/** Saves reviews by their node id. A row that is newer in the database stays as it is. */
export async function saveReviews(tx: Tx, scope: SaveScope, input: Input): Promise<SavedReviews> {
  if (input.rows.length === 0) return { idByNodeId: new Map(), counts: countSaved([]), touchedPullRequestIds: [] };
  const saved = await upsert(tx, scope, input);
  const touched = saved.filter((row) => row.isNew !== null);
  return {
    idByNodeId: new Map(saved.map((row) => [row.nodeId, row.id])),
    counts: countSaved(saved),
    touchedPullRequestIds: touched.map((row) => row.pullRequestId),
  };
}

async function upsert(tx: Tx, scope: SaveScope, input: Input): Promise<readonly Saved[]> {
  const saved = await sql<Saved>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        "pullRequestId" bigint, "nodeId" text, "githubId" bigint, "authorId" bigint, "authorAssociation" text,
        state text, body text, "commitSha" text, "submittedAt" timestamptz, "updatedAt" timestamptz
      )
    ), saved as (
      insert into pulse.reviews as review (
        workspace_id, repository_id, pull_request_id, github_id, node_id, author_id, author_association, state, body,
        commit_sha, submitted_at, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "pullRequestId", "githubId", "nodeId", "authorId",
        "authorAssociation", state, body, "commitSha", "submittedAt", "updatedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by "nodeId"
      on conflict (repository_id, node_id) do update set
        pull_request_id = excluded.pull_request_id,
        github_id = coalesce(excluded.github_id, review.github_id),
        author_id = excluded.author_id,
        author_association = excluded.author_association,
        state = excluded.state,
        body = excluded.body,
        commit_sha = case
          when starts_with(review.commit_sha, excluded.commit_sha) then review.commit_sha
          else excluded.commit_sha
        end,
        submitted_at = case
          when ${input.hasSubmission} or review.github_id is null then excluded.submitted_at
          else review.submitted_at
        end,
        updated_at = excluded.updated_at,
        fetched_at = excluded.fetched_at
      where (excluded.updated_at, excluded.fetched_at) >= (review.updated_at, review.fetched_at)
        and (
          (
            excluded.pull_request_id, coalesce(excluded.github_id, review.github_id), excluded.author_id,
            excluded.author_association, excluded.state, excluded.body, excluded.updated_at
          ) is distinct from (
            review.pull_request_id, review.github_id, review.author_id, review.author_association, review.state,
            review.body, review.updated_at
          )
          or not coalesce(starts_with(review.commit_sha, excluded.commit_sha), excluded.commit_sha is null)
          or (${input.hasSubmission} or review.github_id is null) and excluded.submitted_at <> review.submitted_at
        )
      returning node_id, id, pull_request_id, xmax = 0 as is_new
    )
    select
      input."nodeId" as node_id,
      coalesce(saved.id, review.id) as id,
      input."pullRequestId" as pull_request_id,
      saved.is_new
    from input
    left join saved on saved.node_id = input."nodeId"
    left join pulse.reviews as review
      on review.repository_id = ${scope.repositoryId} and review.node_id = input."nodeId"
  `.execute(tx);
  return saved.rows;
}

/**
 * Removes reviews of these pull requests that a whole reading of them no longer holds. Their inline comments go with them, so save the
 * inline comments first, where those count as removed. Gives the pull request of each removed one.
 */
export async function removeMissingReviews(
  tx: Tx,
  scope: SaveScope,
  input: { readonly pullRequestIds: readonly number[]; readonly presentNodeIds: ReadonlySet<string> },
): Promise<readonly number[]> {
  const stored = await sql<{ id: number; nodeId: string | null }>`
    select id, node_id
    from pulse.reviews
    where repository_id = ${scope.repositoryId}
      and pull_request_id = any(${input.pullRequestIds}::bigint[])
  `.execute(tx);
  const gone = stored.rows.filter((row) => row.nodeId !== null && !input.presentNodeIds.has(row.nodeId));
  const removed = await deleteRows<{ pullRequestId: number }>(tx, scope, {
    table: "reviews",
    ids: gone.map((row) => row.id),
  });
  return removed.map((row) => row.pullRequestId);
}

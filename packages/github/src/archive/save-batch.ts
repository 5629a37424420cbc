import type { Tx } from "@pulse/db";

import { refreshActors } from "../save/refresh-actors.ts";
import type { AccountIds } from "../save/save-accounts.ts";
import { saveIssueComments, type SavedChildren } from "../save/save-issue-comments.ts";
import { saveIssues } from "../save/save-issues.ts";
import { savePullRequests } from "../save/save-pull-requests.ts";
import { saveReviewComments } from "../save/save-review-comments.ts";
import { removeMissingReviews, saveReviews } from "../save/save-reviews.ts";
import type { SaveScope } from "../save/save-scope.ts";
import { archiveCountsOf, type ArchiveCounts } from "./archive-counts.ts";
import type { ArchivePull } from "./archive-schema.ts";
import type { ArchiveBatch } from "./to-batches.ts";
import { toCommentRows, toIssueRow, toPullRequestRow, toReviewCommentRows, toReviewRow } from "./to-rows.ts";

type Input = { readonly batch: ArchiveBatch; readonly accountIds: AccountIds };
type IdByNumber = ReadonlyMap<number, number>;

/** Saves some items with everything that the archive says of them, and nothing that it does not. */
export async function saveBatch(tx: Tx, scope: SaveScope, { batch, accountIds }: Input): Promise<ArchiveCounts> {
  const issues = await saveIssues(tx, scope, {
    rows: batch.issues.map((issue) => toIssueRow(issue, accountIds)),
    hasDetails: false,
  });
  const pulls = await savePullRequests(tx, scope, {
    rows: batch.pulls.map((pull) => toPullRequestRow(pull, accountIds)),
    hasDetails: false,
  });
  const ids = { issues: issues.idByNumber, pulls: pulls.idByNumber };
  const comments = await saveComments(tx, scope, { batch, accountIds, ids });
  const reviews = await saveReviewsOf(tx, scope, { pulls: batch.pulls, accountIds, idByNumber: ids.pulls });
  await refreshActors(tx, scope, {
    issueIds: comments.touchedIssueIds,
    pullRequestIds: [...comments.touchedPullRequestIds, ...reviews.touchedPullRequestIds],
  });
  return archiveCountsOf({
    issues: issues.counts,
    pull_requests: pulls.counts,
    issue_comments: comments.counts,
    ...reviews.counts,
  });
}

async function saveComments(
  tx: Tx,
  scope: SaveScope,
  input: Input & { readonly ids: { readonly issues: IdByNumber; readonly pulls: IdByNumber } },
): Promise<SavedChildren> {
  const { batch, accountIds, ids } = input;
  const rows = [
    ...batch.issues.flatMap((issue) => {
      const parent = { issueId: getId(ids.issues, issue.number), pullRequestId: null };
      return toCommentRows(issue, parent, accountIds);
    }),
    ...batch.pulls.flatMap((pull) => {
      const parent = { issueId: null, pullRequestId: getId(ids.pulls, pull.number) };
      return toCommentRows(pull, parent, accountIds);
    }),
  ];
  const complete = { issueIds: [...ids.issues.values()], pullRequestIds: [...ids.pulls.values()] };
  return await saveIssueComments(tx, scope, { rows, complete });
}

type SavedReviews = {
  readonly counts: Pick<ArchiveCounts, "reviews" | "review_comments">;
  readonly touchedPullRequestIds: readonly number[];
};

async function saveReviewsOf(
  tx: Tx,
  scope: SaveScope,
  input: { readonly pulls: readonly ArchivePull[]; readonly accountIds: AccountIds; readonly idByNumber: IdByNumber },
): Promise<SavedReviews> {
  const { accountIds } = input;
  const found = input.pulls.flatMap((pull) =>
    pull.reviews.map((review) => ({ review, pullRequestId: getId(input.idByNumber, pull.number) })),
  );
  const pullRequestIds = [...input.idByNumber.values()];
  const reviews = await saveReviews(tx, scope, {
    rows: found.map(({ review, pullRequestId }) => toReviewRow(review, pullRequestId, accountIds)),
    hasSubmission: false,
  });
  const comments = await saveReviewComments(tx, scope, {
    rows: found.flatMap(({ review, pullRequestId }) => {
      const parent = { pullRequestId, reviewId: getId(reviews.idByNodeId, review.id) };
      return toReviewCommentRows(review, parent, accountIds);
    }),
    completePullRequestIds: pullRequestIds,
  });
  const removed = await removeMissingReviews(tx, scope, {
    pullRequestIds,
    presentNodeIds: new Set(found.map(({ review }) => review.id)),
  });
  return {
    counts: {
      reviews: { ...reviews.counts, removed: removed.length },
      review_comments: comments.counts,
    },
    touchedPullRequestIds: [...reviews.touchedPullRequestIds, ...comments.touchedPullRequestIds, ...removed],
  };
}

function getId<Key>(ids: ReadonlyMap<Key, number>, key: Key): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error("a saved row gave no id");
  return id;
}

/** From GraphQL's pull requests to rows; pure. */
import type { AccountIds } from "../../save/save-accounts.ts";
import type { PullRequestCommitRow } from "../../save/save-pull-request-commits.ts";
import type { PullRequestFileRow } from "../../save/save-pull-request-files.ts";
import type { PullRequestRow } from "../../save/save-pull-requests.ts";
import type { ReviewCommentRow } from "../../save/save-review-comments.ts";
import type { ReviewRequestRemovalRow, ReviewRequestRow } from "../../save/save-review-requests.ts";
import type { ReviewRow } from "../../save/save-reviews.ts";
import { reviewStates } from "../../save/review-states.ts";
import { loginOf, type AccountBook } from "./actor.ts";
import { noteItemAccounts, toItemRow, type References } from "./item-rows.ts";
import type { PullNode, ReviewCommentNode, ReviewNode } from "./pull-request-query.ts";
import { personOf, teamOf, type TimelineNode } from "./timeline-part.ts";

const states = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;
const changes = {
  ADDED: "added",
  CHANGED: "changed",
  COPIED: "copied",
  DELETED: "removed",
  MODIFIED: "modified",
  RENAMED: "renamed",
} as const;

export function notePullAccounts(book: AccountBook, pull: PullNode): void {
  noteItemAccounts(book, pull);
  book.note(pull.mergedBy);
  for (const { commit } of pull.commits.nodes) book.note(commit.author?.user);
  for (const review of pull.reviews?.nodes ?? []) {
    book.note(review.author);
    for (const comment of review.comments.nodes) book.note(comment.author);
  }
}

export function toPullRow(pull: PullNode, references: References): PullRequestRow {
  return {
    ...toItemRow(pull, references),
    state: states[pull.state],
    isDraft: pull.isDraft,
    baseRef: pull.baseRefName,
    baseSha: pull.baseRefOid,
    headRef: pull.headRefName,
    headSha: pull.headRefOid,
    headRepository: pull.headRepository?.nameWithOwner ?? null,
    mergedAt: pull.mergedAt,
    mergedById: references.accountIds(loginOf(pull.mergedBy)),
    mergeCommitSha: pull.mergeCommit?.oid ?? null,
    additions: pull.additions,
    deletions: pull.deletions,
    changedFiles: pull.changedFiles,
  };
}

/** One that is being written has no time of submission yet: the time at which it was begun stands for it. */
export function toReviewRow(review: ReviewNode, pullRequestId: number, accountIds: AccountIds): ReviewRow {
  return {
    pullRequestId,
    nodeId: review.id,
    githubId: review.fullDatabaseId,
    authorId: accountIds(loginOf(review.author)),
    authorAssociation: review.authorAssociation,
    state: reviewStates[review.state],
    body: review.body,
    commitSha: review.commit?.oid ?? null,
    submittedAt: review.submittedAt ?? review.createdAt,
    updatedAt: review.updatedAt,
  };
}

export function toReviewCommentRow(
  comment: ReviewCommentNode,
  parent: { readonly pullRequestId: number; readonly reviewId: number },
  accountIds: AccountIds,
): ReviewCommentRow {
  return {
    ...parent,
    githubId: comment.fullDatabaseId,
    nodeId: comment.id,
    authorId: accountIds(loginOf(comment.author)),
    authorAssociation: comment.authorAssociation,
    path: comment.path,
    originalPosition: comment.originalPosition ?? null,
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  };
}

export function toCommitRows(
  pull: PullNode,
  pullRequestId: number,
  accountIds: AccountIds,
): readonly PullRequestCommitRow[] {
  const bySha = new Map(pull.commits.nodes.map(({ commit }) => [commit.oid, commit]));
  return [...bySha.values()].map((commit, ordinal) => ({
    pullRequestId,
    sha: commit.oid,
    ordinal,
    authorId: accountIds(loginOf(commit.author?.user)),
    authoredAt: commit.authoredDate,
    committedAt: commit.committedDate,
  }));
}

export function toFileRows(pull: PullNode, pullRequestId: number): readonly PullRequestFileRow[] {
  const byPath = new Map((pull.files?.nodes ?? []).map((file) => [file.path, file]));
  return [...byPath.values()].map(({ path, changeType, additions, deletions }) => ({
    pullRequestId,
    path,
    change: changes[changeType],
    additions,
    deletions,
  }));
}

export function toReviewRequests(
  pull: PullNode,
  pullRequestId: number,
  accountIds: AccountIds,
): { readonly requests: readonly ReviewRequestRow[]; readonly removals: readonly ReviewRequestRemovalRow[] } {
  const reviewerOf = (event: TimelineNode) => ({
    pullRequestId,
    accountId: accountIds(loginOf(personOf(event))),
    teamSlug: teamOf(event),
  });
  const events = pull.timelineItems.nodes;
  return {
    requests: events
      .filter((event) => event.__typename === "ReviewRequestedEvent")
      .map((event) => ({
        ...reviewerOf(event),
        nodeId: event.id,
        requestedById: accountIds(loginOf(event.actor)),
        requestedAt: event.createdAt,
      })),
    removals: events
      .filter((event) => event.__typename === "ReviewRequestRemovedEvent")
      .map((event) => ({ ...reviewerOf(event), removedAt: event.createdAt })),
  };
}

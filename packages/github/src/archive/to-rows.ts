/** From the words of an archive to the rows of the database; pure. */
import type { AccountIds } from "../save/save-accounts.ts";
import type { IssueCommentRow } from "../save/save-issue-comments.ts";
import type { IssueRow } from "../save/save-issues.ts";
import type { PullRequestRow } from "../save/save-pull-requests.ts";
import type { ReviewCommentRow } from "../save/save-review-comments.ts";
import type { ReviewRow } from "../save/save-reviews.ts";
import { reviewStates } from "../save/review-states.ts";
import type { ArchiveIssue, ArchivePull } from "./archive-schema.ts";

type ArchiveReview = ArchivePull["reviews"][number];

const issueStates = { OPEN: "open", CLOSED: "closed" } as const;
const pullStates = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

export function toIssueRow(issue: ArchiveIssue, accountIds: AccountIds): IssueRow {
  return { ...toItem(issue, accountIds), state: issueStates[issue.state] };
}

export function toPullRequestRow(pull: ArchivePull, accountIds: AccountIds): PullRequestRow {
  return {
    ...toItem(pull, accountIds),
    state: pullStates[pull.state],
    baseRef: pull.baseRefName,
    baseSha: pull.baseRefOid,
    headRef: pull.headRefName,
    headSha: pull.headRefOid,
    headRepository: pull.headRepository,
    mergedAt: pull.mergedAt,
    mergedById: accountIds(pull.mergedBy),
    mergeCommitSha: pull.mergeCommit?.oid ?? null,
  };
}

function toItem(item: ArchiveIssue | ArchivePull, accountIds: AccountIds): Omit<IssueRow, "state"> {
  const assigneeIds = new Set(item.assignees.flatMap((login) => accountIds(login) ?? []));
  return {
    number: item.number,
    nodeId: item.id,
    title: item.title,
    body: item.body,
    authorId: accountIds(item.author),
    authorAssociation: item.authorAssociation,
    labelNames: [...new Set(item.labels)].toSorted(),
    assigneeIds: [...assigneeIds].toSorted((left, right) => left - right),
    createdAt: item.createdAt,
    closedAt: item.closedAt,
    updatedAt: item.updatedAt,
  };
}

export function toCommentRows(
  item: ArchiveIssue | ArchivePull,
  parent: Pick<IssueCommentRow, "issueId" | "pullRequestId">,
  accountIds: AccountIds,
): readonly IssueCommentRow[] {
  return item.comments.map((comment) => ({
    ...parent,
    authorId: accountIds(comment.author),
    authorAssociation: comment.authorAssociation,
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  }));
}

/** An archive has no time of submission: the time at which the review was begun stands for it. */
export function toReviewRow(review: ArchiveReview, pullRequestId: number, accountIds: AccountIds): ReviewRow {
  return {
    pullRequestId,
    nodeId: review.id,
    authorId: accountIds(review.author),
    authorAssociation: review.authorAssociation,
    state: reviewStates[review.state],
    body: review.body,
    commitSha: review.commit?.abbreviatedOid ?? null,
    submittedAt: review.createdAt,
    updatedAt: review.updatedAt,
  };
}

/** Inline comments name no author: it is the review's. */
export function toReviewCommentRows(
  review: ArchiveReview,
  parent: { readonly pullRequestId: number; readonly reviewId: number },
  accountIds: AccountIds,
): readonly ReviewCommentRow[] {
  return review.comments.map((comment) => ({
    ...parent,
    authorId: accountIds(review.author),
    authorAssociation: review.authorAssociation,
    originalPosition: comment.originalPosition,
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  }));
}

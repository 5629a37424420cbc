// From one item of an archive to one of the replica. What the archive does not know (commits, files, drafts) stays empty.
import type { Account } from "../world/account.ts";
import { ensureAccount, ensureLabel, takeId, type World } from "../world/create-world.ts";
import type { Comment, Issue, PullRequest, Review, ReviewComment, TimelineEvent } from "../world/item.ts";
import type { Repository } from "../world/repository.ts";
import type { ArchiveComment, ArchiveIssue, ArchivePull, ArchiveReview } from "./archive-document.ts";

export function toIssue(world: World, repository: Repository, source: ArchiveIssue): Issue {
  return {
    kind: "issue",
    ...toItem(world, repository, source),
    stateReason: source.closedAt === null ? null : "completed",
    timeline: closing(repository, source.closedAt, null),
  };
}

export function toPullRequest(world: World, repository: Repository, source: ArchivePull): PullRequest {
  const mergedBy = findAccount(world, source.mergedBy);
  const mergeSha = source.mergeCommit?.oid ?? null;
  return {
    kind: "pull",
    ...toItem(world, repository, source),
    closedBy: mergedBy,
    isDraft: false,
    mergedAt: source.mergedAt,
    mergedBy,
    mergeSha,
    base: { ref: source.baseRefName, sha: source.baseRefOid, repository: source.baseRepository },
    head: { ref: source.headRefName, sha: source.headRefOid, repository: source.headRepository },
    reviews: source.reviews.map((review) => toReview(world, repository, review)),
    requested: [],
    commits: [],
    files: [],
    timeline: [
      ...(source.mergedAt === null
        ? []
        : [{ id: takeId(repository), kind: "merged" as const, actor: mergedBy, at: source.mergedAt, sha: mergeSha }]),
      ...closing(repository, source.closedAt, mergedBy),
    ],
  };
}

function toComment(world: World, repository: Repository, source: ArchiveComment): Comment {
  return {
    id: takeId(repository),
    author: findAccount(world, source.author),
    association: source.authorAssociation,
    body: source.body,
    createdAt: source.createdAt,
    updatedAt: source.updatedAt,
  };
}

function toReview(world: World, repository: Repository, source: ArchiveReview): Review {
  const author = findAccount(world, source.author);
  return {
    id: takeId(repository),
    nodeId: source.id,
    author,
    association: source.authorAssociation,
    state: source.state,
    body: source.body,
    sha: source.commit === null ? null : source.commit.abbreviatedOid.padEnd(40, "0"),
    submittedAt: source.createdAt,
    createdAt: source.createdAt,
    updatedAt: source.updatedAt,
    comments: source.comments.map((comment) => toReviewComment(world, repository, { review: source, comment })),
  };
}

function toReviewComment(
  world: World,
  repository: Repository,
  source: { readonly review: ArchiveReview; readonly comment: ArchiveReview["comments"][number] },
): ReviewComment {
  return {
    id: takeId(repository),
    author: findAccount(world, source.review.author),
    association: source.review.authorAssociation,
    body: source.comment.body,
    createdAt: source.comment.createdAt,
    updatedAt: source.comment.updatedAt,
    path: "README.md",
    line: null,
    originalPosition: source.comment.originalPosition,
    inReplyTo: null,
  };
}

function findAccount(world: World, login: string | null): Account | null {
  return login === null ? null : ensureAccount(world, login);
}

function toItem(world: World, repository: Repository, source: ArchiveIssue | ArchivePull) {
  return {
    id: takeId(repository),
    nodeId: source.id,
    number: source.number,
    title: source.title,
    body: source.body,
    author: findAccount(world, source.author),
    association: source.authorAssociation,
    assignees: source.assignees.map((login) => ensureAccount(world, login)),
    labels: source.labels.map((name) => ensureLabel(repository, name)),
    milestone: null,
    createdAt: source.createdAt,
    updatedAt: source.updatedAt,
    closedAt: source.closedAt,
    closedBy: null,
    comments: source.comments.map((comment) => toComment(world, repository, comment)),
  };
}

function closing(repository: Repository, at: string | null, actor: Account | null): TimelineEvent[] {
  return at === null ? [] : [{ id: takeId(repository), kind: "closed", actor, at }];
}

import type {
  GeneratedComment,
  GeneratedIssue,
  GeneratedPullRequest,
  GeneratedReview,
  History,
  Person,
} from "../history.ts";
import type { Account } from "../world/account.ts";
import {
  addItem,
  createRepository,
  ensureAccount,
  ensureLabel,
  takeId,
  toInstant,
  type RepositoryDetails,
  type World,
} from "../world/create-world.ts";
import { inventSha } from "../world/hash.ts";
import type { Comment, Commit, Issue, PullRequest, Review, TimelineEvent } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";
import { toCommits, toFiles } from "./history-commits.ts";

/** An invented history as a repository. The default branch gets one merge commit for each merged pull request. */
export function loadHistory(world: World, history: History, details: RepositoryDetails = {}): Repository {
  const first = [...history.issues, ...history.pullRequests].reduce(
    (earliest, item) => (item.createdAt < earliest ? item.createdAt : earliest),
    history.asOf,
  );
  const repository = createRepository(world, history.repository, { createdAt: toInstant(first), ...details });
  for (const person of history.people) toAccount(world, person);
  for (const label of history.labels) ensureLabel(repository, label.name, label);
  const items = [
    ...history.issues.map((issue) => ({ number: issue.number, make: () => toIssue(world, repository, issue) })),
    ...history.pullRequests.map((pull) => ({
      number: pull.number,
      make: () => toPullRequest(world, repository, { source: pull, asOf: history.asOf }),
    })),
  ];
  for (const { make } of items.toSorted((left, right) => left.number - right.number)) {
    addItem(world, repository, make());
  }
  mergeIntoDefaultBranch(repository);
  return repository;
}

function toAccount(world: World, person: Person): Account {
  return ensureAccount(world, person.login, { name: person.name, email: person.email });
}

function toItem(world: World, repository: Repository, item: GeneratedIssue | GeneratedPullRequest, prefix: "I" | "PR") {
  return {
    id: takeId(repository),
    nodeId: makeNodeId({ prefix, repositoryId: repository.id, number: item.number, key: 0 }),
    number: item.number,
    title: item.title,
    body: item.body,
    author: toAccount(world, item.author),
    association: "CONTRIBUTOR" as const,
    assignees: [],
    labels: item.labels.map((name) => ensureLabel(repository, name)),
    milestone: null,
    createdAt: toInstant(item.createdAt),
    updatedAt: toInstant(item.updatedAt),
    closedAt: item.closedAt === null ? null : toInstant(item.closedAt),
    comments: item.comments.map((comment) => toComment(world, repository, comment)),
  };
}

function toIssue(world: World, repository: Repository, source: GeneratedIssue): Issue {
  const item = toItem(world, repository, source, "I");
  return {
    kind: "issue",
    ...item,
    closedBy: item.closedAt === null ? null : item.author,
    stateReason: item.closedAt === null ? null : "completed",
    timeline: [
      ...labelling(repository, item),
      ...(item.closedAt === null
        ? []
        : [{ id: takeId(repository), kind: "closed" as const, actor: item.author, at: item.closedAt }]),
    ],
  };
}

function toPullRequest(world: World, repository: Repository, from: FromPull): PullRequest {
  const { source, asOf } = from;
  const item = toItem(world, repository, source, "PR");
  const fullName = fullNameOf(repository);
  const base = inventSha(`${fullName} base ${source.number}`);
  const commits = toCommits(source, { base, account: toAccount(world, source.author), repository: fullName });
  const mergedBy = source.mergedBy === null ? null : toAccount(world, source.mergedBy);
  const mergedAt = source.mergedAt === null ? null : toInstant(source.mergedAt);
  const mergeSha = mergedAt === null ? null : inventSha(`${fullName} merge ${source.number}`);
  const ending: TimelineEvent[] = [];
  if (mergedAt !== null) {
    ending.push({ id: takeId(repository), kind: "merged", actor: mergedBy, at: mergedAt, sha: mergeSha });
  }
  if (item.closedAt !== null) {
    ending.push({ id: takeId(repository), kind: "closed", actor: mergedBy ?? item.author, at: item.closedAt });
  }
  return {
    kind: "pull",
    ...item,
    closedBy: item.closedAt === null ? null : (mergedBy ?? item.author),
    isDraft: source.readyAt !== null && item.closedAt === null && source.readyAt >= asOf,
    mergedAt,
    mergedBy,
    mergeSha,
    base: { ref: repository.defaultBranch, sha: base, repository: fullName },
    head: { ref: source.headRef, sha: commits.at(-1)?.sha ?? base, repository: fullName },
    reviews: source.reviews.map((review) => toReview(world, repository, { review, sha: commits.at(-1)?.sha ?? base })),
    requested: [],
    commits,
    files: toFiles(source),
    timeline: [
      ...labelling(repository, item),
      ...readying(world, repository, { source, asOf }),
      ...requests(world, repository, source),
      ...ending,
    ],
  };
}

type FromPull = { readonly source: GeneratedPullRequest; readonly asOf: Date };

function readying(world: World, repository: Repository, { source, asOf }: FromPull): TimelineEvent[] {
  if (source.readyAt === null || source.readyAt >= asOf) return [];
  const actor = toAccount(world, source.author);
  return [{ id: takeId(repository), kind: "ready_for_review", actor, at: toInstant(source.readyAt) }];
}

function labelling(repository: Repository, item: ReturnType<typeof toItem>): TimelineEvent[] {
  return item.labels.map(({ name, color }) => ({
    id: takeId(repository),
    kind: "labeled",
    actor: item.author,
    at: item.createdAt,
    label: { name, color },
  }));
}

// Whoever reviewed was asked when the pull request was opened; reviewing answered it, so that no request is left.
function requests(world: World, repository: Repository, source: GeneratedPullRequest): TimelineEvent[] {
  const reviewers = new Set(source.reviews.map((review) => review.author).filter((author) => author !== source.author));
  return [...reviewers].map((reviewer) => ({
    id: takeId(repository),
    kind: "review_requested",
    actor: toAccount(world, source.author),
    at: toInstant(source.createdAt),
    subject: toAccount(world, reviewer),
  }));
}

function toComment(world: World, repository: Repository, comment: GeneratedComment): Comment {
  const at = toInstant(comment.createdAt);
  return {
    id: takeId(repository),
    author: toAccount(world, comment.author),
    association: "CONTRIBUTOR",
    body: comment.body,
    createdAt: at,
    updatedAt: at,
  };
}

function toReview(
  world: World,
  repository: Repository,
  source: { readonly review: GeneratedReview; readonly sha: string },
): Review {
  const at = toInstant(source.review.submittedAt);
  return {
    id: takeId(repository),
    nodeId: null,
    author: toAccount(world, source.review.author),
    association: "MEMBER",
    state: source.review.state,
    body: source.review.body,
    sha: source.sha,
    submittedAt: at,
    createdAt: at,
    updatedAt: at,
    comments: source.review.comments.map((comment) => ({
      ...toComment(world, repository, comment),
      path: "README.md",
      line: 1,
      originalPosition: 1,
      inReplyTo: null,
    })),
  };
}

function mergeIntoDefaultBranch(repository: Repository): void {
  const merged = [...repository.items.values()]
    .filter((item) => item.kind === "pull" && item.mergedAt !== null && item.base.ref === repository.defaultBranch)
    .filter((item) => item.kind === "pull")
    .toSorted((left, right) => ((left.mergedAt ?? "") < (right.mergedAt ?? "") ? -1 : 1));
  let parent = inventSha(`${fullNameOf(repository)} root`);
  for (const pull of merged) {
    const commit: Commit = toMergeCommit(repository, { pull, parent });
    repository.commits.push(commit);
    parent = commit.sha;
  }
  repository.branches.set(repository.defaultBranch, parent);
  repository.pushedAt = merged.at(-1)?.mergedAt ?? repository.pushedAt;
  repository.updatedAt = repository.pushedAt;
}

/**
 * A merge by the web page, committed by GitHub: a commit that merges the branch, authored by who pressed the button, or all of the branch as one
 * commit of the author's.
 */
export function toMergeCommit(
  { squashes }: Pick<Repository, "squashes">,
  { pull, parent }: { readonly pull: PullRequest; readonly parent: string },
): Commit {
  const at = pull.mergedAt ?? pull.updatedAt;
  const author = squashes ? pull.author : pull.mergedBy;
  const total = (count: (file: PullRequest["files"][number]) => number) =>
    pull.files.reduce((sum, file) => sum + count(file), 0);
  return {
    sha: pull.mergeSha ?? inventSha(`merge ${pull.nodeId}`),
    message: squashes
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${pull.head.ref}\n\n${pull.title}`,
    author,
    authorName: author?.name ?? author?.login ?? "ghost",
    authorEmail: author?.email ?? "noreply@github.com",
    authoredAt: at,
    committer: null,
    committerName: "GitHub",
    committerEmail: "noreply@github.com",
    committedAt: at,
    parents: squashes ? [parent] : [parent, pull.head.sha],
    additions: total((file) => file.additions),
    deletions: total((file) => file.deletions),
    changedFiles: pull.files.length,
  };
}

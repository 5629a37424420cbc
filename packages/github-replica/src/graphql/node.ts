import type { Caller } from "../server/credentials.ts";
import type { Urls } from "../rest/urls.ts";
import type { Account, Team } from "../world/account.ts";
import type { Deployment, DeploymentStatus, Release, Tag } from "../world/actions.ts";
import type { World } from "../world/create-world.ts";
import type {
  ChangedFile,
  Comment,
  Commit,
  Issue,
  Item,
  Label,
  Milestone,
  PullRequest,
  Review,
  ReviewComment,
  TimelineEvent,
} from "../world/item.ts";
import type { Repository } from "../world/repository.ts";
import { commitsBySha } from "../world/sorted.ts";

export type GraphqlContext = { readonly world: World; readonly urls: Urls; readonly caller: Caller };

type In<Type extends string, Rest> = { readonly type: Type; readonly repository: Repository } & Rest;

export type RepositoryNode = In<"Repository", unknown>;
type IssueNode = In<"Issue", { readonly item: Issue }>;
export type PullNode = In<"PullRequest", { readonly item: PullRequest }>;
export type ItemNode = IssueNode | PullNode;
export type CommentNode = In<"IssueComment", { readonly item: Item; readonly comment: Comment }>;
export type ReviewNode = In<"PullRequestReview", { readonly item: PullRequest; readonly review: Review }>;
export type ReviewCommentNode = In<
  "PullRequestReviewComment",
  { readonly item: PullRequest; readonly review: Review; readonly comment: ReviewComment }
>;
export type ThreadNode = In<
  "PullRequestReviewThread",
  { readonly item: PullRequest; readonly comments: readonly ReviewCommentNode[] }
>;
export type PullCommitNode = In<"PullRequestCommit", { readonly item: PullRequest; readonly commit: Commit }>;
export type CommitNode = In<"Commit", { readonly commit: Commit }>;
export type FileNode = In<"PullRequestChangedFile", { readonly file: ChangedFile }>;
export type RequestNode = In<"ReviewRequest", { readonly item: PullRequest; readonly subject: Account | Team }>;
/** Its type is the name of its kind's: `ClosedEvent`, `LabeledEvent`, … */
export type EventNode = In<string, { readonly item: Item; readonly event: TimelineEvent }>;
export type LabelNode = In<"Label", { readonly label: Label }>;
export type MilestoneNode = In<"Milestone", { readonly milestone: Milestone }>;
export type ReleaseNode = In<"Release", { readonly release: Release }>;
export type DeploymentNode = In<"Deployment", { readonly deployment: Deployment }>;
export type DeploymentStatusNode = In<
  "DeploymentStatus",
  { readonly deployment: Deployment; readonly status: DeploymentStatus }
>;
export type RefNode = In<
  "Ref",
  { readonly name: string; readonly prefix: string; readonly sha: string; readonly tag?: Tag }
>;
export type TagNode = In<"Tag", { readonly tag: Tag }>;
export type AccountNode = { readonly type: Account["kind"]; readonly account: Account };
export type TeamNode = { readonly type: "Team"; readonly team: Team };

export function accountNode(account: Account | null): AccountNode | null {
  return account === null ? null : { type: account.kind, account };
}

export function itemNode(repository: Repository, item: Item): ItemNode {
  return item.kind === "issue" ? { type: "Issue", repository, item } : { type: "PullRequest", repository, item };
}

/** A commit nobody recorded is known by its name alone. */
export function commitNode(
  repository: Repository,
  sha: string | null,
  commits: readonly Commit[] = [],
): CommitNode | null {
  if (sha === null) return null;
  const known = commits.find((one) => one.sha === sha) ?? commitsBySha(repository).get(sha);
  return { type: "Commit", repository, commit: known ?? { ...unknownCommit, sha } };
}

const unknownCommit: Commit = {
  sha: "",
  message: "",
  author: null,
  authorName: "",
  authorEmail: "",
  authoredAt: "1970-01-01T00:00:00Z",
  committer: null,
  committerName: "",
  committerEmail: "",
  committedAt: "1970-01-01T00:00:00Z",
  parents: [],
  additions: 0,
  deletions: 0,
  changedFiles: 0,
};

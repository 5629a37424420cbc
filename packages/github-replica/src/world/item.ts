// What an issue or pull request of the replica consists of. Values that only GitHub computes (URLs, counts) are made when asked for.
import type { Account, Instant, Team } from "./account.ts";

export type Label = {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  description: string | null;
  color: string;
  readonly createdAt: Instant;
};

export type Milestone = {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  title: string;
  description: string | null;
  state: "open" | "closed";
  readonly creator: Account | null;
  readonly createdAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  dueOn: Instant | null;
};

type Association =
  | "COLLABORATOR"
  | "CONTRIBUTOR"
  | "FIRST_TIMER"
  | "FIRST_TIME_CONTRIBUTOR"
  | "MANNEQUIN"
  | "MEMBER"
  | "NONE"
  | "OWNER";

export type Comment = {
  readonly id: number;
  readonly author: Account | null;
  association: Association;
  body: string;
  readonly createdAt: Instant;
  updatedAt: Instant;
};

export type ReviewComment = Comment & {
  readonly path: string;
  readonly line: number | null;
  readonly originalPosition: number | null;
  /** Of the thread this is an answer in. */
  readonly inReplyTo: number | null;
};

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";

export type Review = {
  readonly id: number;
  readonly nodeId: string | null;
  readonly author: Account | null;
  association: Association;
  state: ReviewState;
  body: string;
  readonly sha: string | null;
  readonly submittedAt: Instant;
  readonly createdAt: Instant;
  updatedAt: Instant;
  comments: ReviewComment[];
};

export type TimelineKind =
  | "assigned"
  | "closed"
  | "convert_to_draft"
  | "demilestoned"
  | "head_ref_force_pushed"
  | "labeled"
  | "merged"
  | "milestoned"
  | "ready_for_review"
  | "renamed"
  | "reopened"
  | "review_dismissed"
  | "review_request_removed"
  | "review_requested"
  | "transferred"
  | "unassigned"
  | "unlabeled";

export type TimelineEvent = {
  readonly id: number;
  readonly kind: TimelineKind;
  readonly actor: Account | null;
  readonly at: Instant;
  readonly label?: { readonly name: string; readonly color: string };
  readonly subject?: Account | Team;
  readonly milestoneTitle?: string;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly sha?: string | null;
  readonly fromRepository?: string;
  readonly stateReason?: StateReason;
  readonly dismissed?: { readonly reviewId: number; readonly state: ReviewState; readonly message: string };
};

export type Commit = {
  readonly sha: string;
  readonly message: string;
  readonly author: Account | null;
  readonly authorName: string;
  readonly authorEmail: string;
  readonly authoredAt: Instant;
  readonly committer: Account | null;
  readonly committerName: string;
  readonly committerEmail: string;
  readonly committedAt: Instant;
  readonly parents: readonly string[];
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
};

export type ChangedFile = {
  readonly path: string;
  readonly status: "added" | "modified" | "removed" | "renamed";
  readonly additions: number;
  readonly deletions: number;
};

export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

type ItemBase = {
  readonly id: number;
  readonly nodeId: string;
  number: number;
  title: string;
  body: string;
  author: Account | null;
  association: Association;
  assignees: Account[];
  labels: Label[];
  milestone: Milestone | null;
  readonly createdAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  closedBy: Account | null;
  comments: Comment[];
  timeline: TimelineEvent[];
};

export type Issue = ItemBase & { readonly kind: "issue"; stateReason: StateReason | null };

export type Branch = { ref: string; sha: string; repository: string | null };

export type PullRequest = ItemBase & {
  readonly kind: "pull";
  isDraft: boolean;
  mergedAt: Instant | null;
  mergedBy: Account | null;
  mergeSha: string | null;
  base: Branch;
  head: Branch;
  reviews: Review[];
  requested: (Account | Team)[];
  commits: Commit[];
  files: ChangedFile[];
};

export type Item = Issue | PullRequest;

/** A made-up history as GitHub would tell it: plain facts, instants in whole seconds since 1970, people by login (null: a deleted account). */
export type Person = { readonly login: string; readonly type: "User" | "Bot" | null };

export type Act = { readonly by: string | null; readonly at: number };

export type Issue = {
  readonly number: number;
  readonly author: string | null;
  readonly labels: readonly string[];
  readonly createdAt: number;
  /** Closings and reopenings by turns, beginning with a closing. */
  readonly turns: readonly number[];
  readonly updatedAt: number;
  readonly isDeleted: boolean;
  readonly comments: readonly Act[];
  readonly milestone: number | null;
};

type ReviewState = "approved" | "changes_requested" | "commented" | "dismissed" | "pending";

export type Review = Act & {
  readonly state: ReviewState;
  /** Instants of its inline comments. */
  readonly inline: readonly number[];
};

export type PullRequest = Omit<Issue, "turns"> & {
  readonly turns: readonly number[];
  /** Null when it was not merged by its last closing. */
  readonly mergedAt: number | null;
  readonly isCreatedAsDraft: boolean;
  /** Leavings of draft and returns to it by turns, beginning with a leaving when it was created as one. */
  readonly draftTurns: readonly number[];
  readonly reviews: readonly Review[];
  readonly commits: readonly { readonly authoredAt: number; readonly committedAt: number }[];
  readonly forcePushes: readonly number[];
  readonly files: readonly { readonly path: string; readonly lines: number }[];
  readonly totalLines: number | null;
  /** Who was asked for a review by name, and when that was taken back. */
  readonly requests: readonly { readonly who: string; readonly at: number; readonly removedAt: number | null }[];
};

export type Commit = {
  readonly account: string | null;
  readonly email: string;
  readonly authoredAt: number;
  readonly isOnDefaultBranch: boolean;
  readonly isMerge: boolean;
};

export type Milestone = { readonly number: number; readonly closedAt: number | null };

export type Release = {
  readonly publishedAt: number | null;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
};

export type Job = {
  readonly name: string;
  /** Null while it goes on. */
  readonly conclusion: string | null;
  readonly labels: readonly string[];
  readonly createdAt: number;
  /** Before `createdAt` when an earlier attempt ran it. */
  readonly startedAt: number | null;
  readonly completedAt: number | null;
};

export type Attempt = {
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly conclusion: string | null;
  readonly jobs: readonly Job[];
};

export type Run = {
  readonly id: number;
  readonly workflow: string;
  readonly sha: string;
  readonly attempts: readonly Attempt[];
};

export type Deployment = {
  /** Null when it never succeeded. */
  readonly finishedAt: number | null;
  readonly isProduction: boolean;
  /** How many of the merges its commit has, in the order in which they were made. */
  readonly merges: number;
};

export type Incident = {
  readonly beganAt: number;
  readonly resolvedAt: number | null;
  /** The place of a deployment that somebody linked by hand; `none` when somebody took the link away. */
  readonly link: "rule" | "none" | number;
  /** Numbers of the pull requests that mend it. */
  readonly fixes: readonly number[];
};

export type Team = {
  readonly slug: string;
  readonly members: readonly { readonly login: string; readonly from: number; readonly to: number | null }[];
};

export type Repository = {
  readonly name: string;
  readonly asOf: number;
  readonly issues: readonly Issue[];
  readonly pullRequests: readonly PullRequest[];
  readonly commits: readonly Commit[];
  readonly milestones: readonly Milestone[];
  readonly releases: readonly Release[];
  readonly runs: readonly Run[];
  /** Their runs are not known. */
  readonly looseJobs: readonly Job[];
  readonly deployments: readonly Deployment[];
  readonly incidents: readonly Incident[];
  readonly syncs: readonly { readonly at: number; readonly stars: number | null }[];
};

export type History = {
  readonly people: readonly Person[];
  readonly botLogins: readonly string[];
  readonly slaSeconds: number;
  readonly ignoresLocks: boolean;
  readonly teams: readonly Team[];
  readonly repositories: readonly Repository[];
};

export type LabelGroups = Readonly<Record<string, readonly string[]>>;

/** The files that a workspace with `ignoresLocks` leaves out of sizes. */
export const ignoredPath = "%.lock";

/** The merged pull requests of a repository, in the order in which they came to its branch. */
export function mergesOf({ pullRequests }: Pick<Repository, "pullRequests">): readonly PullRequest[] {
  return pullRequests
    .filter(({ mergedAt }) => mergedAt !== null)
    .toSorted((a, b) => (a.mergedAt ?? 0) - (b.mergedAt ?? 0) || a.number - b.number);
}

/** What GitHub says of an item now: closed at its last closing, or not at all when it was opened again. */
export function closingOf({ turns }: Pick<Issue, "turns">): number | null {
  return turns.length % 2 === 1 ? (turns.at(-1) ?? null) : null;
}

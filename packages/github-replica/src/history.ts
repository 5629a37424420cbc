/** A made-up person. Everybody here is invented; the mail domain is reserved for examples. */
export type Person = {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly isBot: boolean;
};

export type GeneratedComment = { readonly author: Person; readonly createdAt: Date; readonly body: string };

export type GeneratedIssue = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: Person;
  readonly labels: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly comments: readonly GeneratedComment[];
};

export type GeneratedFile = { readonly path: string; readonly additions: number; readonly deletions: number };

export type GeneratedCommit = {
  readonly author: Person;
  readonly authoredAt: Date;
  readonly message: string;
  readonly files: readonly GeneratedFile[];
};

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";

export type GeneratedReview = {
  readonly author: Person;
  readonly state: ReviewState;
  readonly submittedAt: Date;
  readonly body: string;
  readonly comments: readonly GeneratedComment[];
};

export type GeneratedPullRequest = Omit<GeneratedIssue, "labels"> & {
  readonly labels: readonly string[];
  readonly headRef: string;
  /** When it stopped being a draft, later than `asOf` when it still is one; null for one that never was. */
  readonly readyAt: Date | null;
  readonly mergedAt: Date | null;
  readonly mergedBy: Person | null;
  readonly commits: readonly GeneratedCommit[];
  readonly reviews: readonly GeneratedReview[];
};

export type Label = { readonly name: string; readonly description: string; readonly color: string };

/** One repository's whole life up to `asOf`, oldest first, numbers shared by issues and pull requests as on GitHub. */
export type History = {
  readonly repository: string;
  readonly asOf: Date;
  readonly people: readonly Person[];
  readonly labels: readonly Label[];
  readonly issues: readonly GeneratedIssue[];
  readonly pullRequests: readonly GeneratedPullRequest[];
};

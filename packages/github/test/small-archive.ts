/** An archive small enough to read, in which everything is made up. Tests change a copy of it. */

export type Comment = {
  author: string | null;
  authorAssociation: string;
  body: string;
  createdAt: string;
  updatedAt: string;
};
export type InlineComment = { originalPosition: number | null; body: string; createdAt: string; updatedAt: string };
export type Review = Comment & {
  id: string;
  commit: { abbreviatedOid: string } | null;
  state: string;
  comments: InlineComment[];
};
export type Issue = Comment & {
  number: number;
  id: string;
  title: string;
  state: string;
  assignees: string[];
  labels: string[];
  closedAt: string | null;
  comments: Comment[];
};
export type Pull = Issue & {
  baseRepository: string;
  baseRefName: string;
  baseRefOid: string;
  headRepository: string | null;
  headRefName: string;
  headRefOid: string;
  mergedAt: string | null;
  mergedBy: string | null;
  mergeCommit: { oid: string } | null;
  reviews: Review[];
};
export type Archive = {
  magic: string;
  timestamp: string;
  repo: string;
  labels: { name: string; description: string | null; color: string }[];
  issues: Issue[];
  pulls: Pull[];
};

export function comment(author: string | null, createdAt: string, body = "made up"): Comment {
  return { author, authorAssociation: "NONE", body, createdAt, updatedAt: createdAt };
}

export function inlineComment(createdAt: string, body = "made up"): InlineComment {
  return { originalPosition: 3, body, createdAt, updatedAt: createdAt };
}

export function review(id: string, author: string | null, createdAt: string, state = "COMMENTED"): Review {
  return { ...comment(author, createdAt), id, commit: { abbreviatedOid: "abcdef1" }, state, comments: [] };
}

export function issue(number: number, author: string | null = "ann"): Issue {
  return {
    ...comment(author, `2024-01-0${number}T10:00:00Z`),
    number,
    id: `issue-${number}`,
    title: `Issue ${number}`,
    state: "OPEN",
    assignees: [],
    labels: [],
    closedAt: null,
    comments: [],
  };
}

export function pull(number: number, author: string | null = "ann"): Pull {
  return {
    ...issue(number, author),
    id: `pull-${number}`,
    title: `Pull request ${number}`,
    baseRepository: "acme/site",
    baseRefName: "main",
    baseRefOid: "a".repeat(40),
    headRepository: "acme/site",
    headRefName: `branch-${number}`,
    headRefOid: "b".repeat(40),
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    reviews: [],
  };
}

/** Two issues, one of them closed; a merged pull request with two reviews and an open one. */
export function smallArchive(): Archive {
  const closed = { ...issue(2, "bob"), state: "CLOSED", closedAt: "2024-01-09T10:00:00Z", labels: ["bug", "451"] };
  const merged = {
    ...pull(3),
    state: "MERGED",
    mergedAt: "2024-01-08T10:00:00Z",
    closedAt: "2024-01-08T10:00:01Z",
    mergedBy: "bob",
    mergeCommit: { oid: "c".repeat(40) },
    assignees: ["bob"],
    comments: [comment("cyd", "2024-01-04T10:00:00Z")],
    reviews: [
      {
        ...review("review-2", "bob", "2024-01-06T10:00:00Z", "APPROVED"),
        comments: [inlineComment("2024-01-06T11:00:00Z")],
      },
      review("review-1", "cyd", "2024-01-05T10:00:00Z"),
    ],
  };
  return {
    magic: "made up",
    timestamp: "2024-02-01T00:00:00.123456+00:00",
    repo: "acme/site",
    labels: [
      { name: "bug", description: null, color: "fc2929" },
      { name: "451", description: "digits only", color: "cccccc" },
    ],
    issues: [
      { ...issue(1), comments: [comment("bob", "2024-01-02T10:00:00Z"), comment(null, "2024-01-03T10:00:00Z")] },
      closed,
    ],
    pulls: [merged, pull(4, "bob")],
  };
}

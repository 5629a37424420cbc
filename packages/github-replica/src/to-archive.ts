import type { GeneratedComment, GeneratedIssue, GeneratedPullRequest, GeneratedReview, History } from "./history.ts";

/** Object ids of one pull request in the git repository that goes with the archive. */
export type PullRequestShas = {
  readonly base: string;
  readonly head: string;
  readonly merge: string | null;
};

/**
 * The history in the form that IETF working groups publish as `archive.json` (facts about it: docs/importing.md).
 * Without `shas` no merge commit is known, as in some of theirs.
 */
export function toArchive(history: History, shas: ReadonlyMap<number, PullRequestShas> = new Map()) {
  const context: Context = { repository: history.repository, shas };
  return {
    magic: "E!vIA5L86J2I",
    timestamp: history.asOf.toISOString().replace("Z", "+00:00"),
    repo: history.repository,
    labels: history.labels,
    issues: history.issues.map((issue) => ({
      ...toItem(context, issue, "issues"),
      state: issue.closedAt === null ? "OPEN" : "CLOSED",
    })),
    pulls: history.pullRequests.map((pullRequest) => toPull(context, pullRequest)),
  };
}

type Context = { readonly repository: string; readonly shas: ReadonlyMap<number, PullRequestShas> };

const unknownSha = "0".repeat(40);

function toItem(context: Context, item: GeneratedIssue, folder: "issues" | "pull") {
  return {
    number: item.number,
    id: Buffer.from(`${folder}:${context.repository}:${item.number}`).toString("base64url"),
    title: item.title,
    url: `https://github.com/${context.repository}/${folder}/${item.number}`,
    author: item.author.login,
    authorAssociation: "CONTRIBUTOR",
    assignees: [],
    labels: item.labels,
    body: item.body,
    createdAt: toInstant(item.createdAt),
    updatedAt: toInstant(item.updatedAt),
    closedAt: item.closedAt === null ? null : toInstant(item.closedAt),
    comments: item.comments.map((comment) => ({
      author: comment.author.login,
      authorAssociation: "CONTRIBUTOR",
      ...toComment(comment),
    })),
  };
}

function toPull(context: Context, pull: GeneratedPullRequest) {
  const shas = context.shas.get(pull.number);
  return {
    ...toItem(context, pull, "pull"),
    state: stateOf(pull),
    baseRepository: context.repository,
    baseRefName: "main",
    baseRefOid: shas?.base ?? unknownSha,
    headRepository: context.repository,
    headRefName: pull.headRef,
    headRefOid: shas?.head ?? unknownSha,
    mergedAt: pull.mergedAt === null ? null : toInstant(pull.mergedAt),
    mergedBy: pull.mergedBy?.login ?? null,
    mergeCommit: shas?.merge === null || shas === undefined ? null : { oid: shas.merge },
    reviews: pull.reviews.map((review, index) =>
      toReview(context, { pull, review, index, head: shas?.head ?? unknownSha }),
    ),
  };
}

function stateOf(pull: GeneratedPullRequest): "OPEN" | "CLOSED" | "MERGED" {
  if (pull.mergedAt !== null) return "MERGED";
  return pull.closedAt === null ? "OPEN" : "CLOSED";
}

function toReview(
  context: Context,
  input: {
    readonly pull: GeneratedPullRequest;
    readonly review: GeneratedReview;
    readonly index: number;
    readonly head: string;
  },
) {
  const { review } = input;
  return {
    id: Buffer.from(`review:${context.repository}:${input.pull.number}:${input.index}`).toString("base64url"),
    commit: { abbreviatedOid: input.head.slice(0, 7) },
    author: review.author.login,
    authorAssociation: "CONTRIBUTOR",
    state: review.state,
    body: review.body,
    createdAt: toInstant(review.submittedAt),
    updatedAt: toInstant(review.submittedAt),
    comments: review.comments.map((comment) => ({ originalPosition: 1, ...toComment(comment) })),
  };
}

function toComment(comment: GeneratedComment) {
  return { body: comment.body, createdAt: toInstant(comment.createdAt), updatedAt: toInstant(comment.createdAt) };
}

function toInstant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}

import { nodeIdOfReview } from "../rest/render-review.ts";
import { pageOf } from "../rest/render-item.ts";
import { makeNodeId } from "../world/node-id.ts";
import { byKey } from "../world/sorted.ts";
import { connect } from "./connect.ts";
import {
  accountNode,
  commitNode,
  type PullNode,
  type ReviewCommentNode,
  type ReviewNode,
  type ThreadNode,
} from "./node.ts";
import { fieldsOf, smallId, type ResolverTable } from "./resolvers.ts";

export const reviewFields: Readonly<Record<string, ResolverTable>> = {
  PullRequestReview: fieldsOf<ReviewNode>({
    id: ({ repository, item, review }) => nodeIdOfReview(repository, { pull: item, review }),
    databaseId: ({ review }) => smallId(review.id),
    fullDatabaseId: ({ review }) => String(review.id),
    author: ({ review }) => accountNode(review.author),
    authorAssociation: ({ review }) => review.association,
    state: ({ review }) => review.state,
    body: ({ review }) => review.body,
    bodyText: ({ review }) => review.body,
    submittedAt: ({ review }) => review.submittedAt,
    createdAt: ({ review }) => review.createdAt,
    publishedAt: ({ review }) => review.submittedAt,
    updatedAt: ({ review }) => review.updatedAt,
    lastEditedAt: () => null,
    commit: ({ repository, item, review }) => commitNode(repository, review.sha, item.commits),
    url: ({ repository, item, review }, _args, { urls }) =>
      `${pageOf(urls, repository, item)}#pullrequestreview-${review.id}`,
    pullRequest: ({ repository, item }) => ({ type: "PullRequest", repository, item }),
    repository: ({ repository }) => ({ type: "Repository", repository }),
    comments: ({ repository, item, review }, args) =>
      connect({
        list: review.comments,
        args,
        placeOf: (comment) => [comment.createdAt, comment.id],
        toNode: (comment) => ({ type: "PullRequestReviewComment", repository, item, review, comment }),
      }),
  }),
  PullRequestReviewComment: fieldsOf<ReviewCommentNode>({
    id: ({ repository, item, comment }) =>
      makeNodeId({ prefix: "PRRC", repositoryId: repository.id, number: item.number, key: comment.id }),
    databaseId: ({ comment }) => smallId(comment.id),
    fullDatabaseId: ({ comment }) => String(comment.id),
    author: ({ comment }) => accountNode(comment.author),
    authorAssociation: ({ comment }) => comment.association,
    body: ({ comment }) => comment.body,
    bodyText: ({ comment }) => comment.body,
    createdAt: ({ comment }) => comment.createdAt,
    updatedAt: ({ comment }) => comment.updatedAt,
    publishedAt: ({ review }) => review.submittedAt,
    lastEditedAt: ({ comment }) => (comment.updatedAt === comment.createdAt ? null : comment.updatedAt),
    path: ({ comment }) => comment.path,
    line: ({ comment }) => comment.line,
    originalLine: ({ comment }) => comment.line,
    position: ({ comment }) => comment.originalPosition,
    originalPosition: ({ comment }) => comment.originalPosition ?? 0,
    diffHunk: () => "@@ -1 +1 @@",
    outdated: () => false,
    state: () => "SUBMITTED",
    subjectType: () => "LINE",
    commit: ({ repository, item }) => commitNode(repository, item.head.sha, item.commits),
    originalCommit: ({ repository, item, review }) => commitNode(repository, review.sha, item.commits),
    pullRequest: ({ repository, item }) => ({ type: "PullRequest", repository, item }),
    pullRequestReview: ({ repository, item, review }) => ({ type: "PullRequestReview", repository, item, review }),
    replyTo: (node) => allComments(node).find(({ comment }) => comment.id === node.comment.inReplyTo) ?? null,
    repository: ({ repository }) => ({ type: "Repository", repository }),
    url: ({ repository, item, comment }, _args, { urls }) =>
      `${pageOf(urls, repository, item)}#discussion_r${comment.id}`,
  }),
  PullRequestReviewThread: fieldsOf<ThreadNode>({
    id: ({ repository, item, comments }) =>
      makeNodeId({
        prefix: "PRRT",
        repositoryId: repository.id,
        number: item.number,
        key: comments[0]?.comment.id ?? 0,
      }),
    isResolved: () => false,
    isOutdated: () => false,
    isCollapsed: () => false,
    path: ({ comments }) => comments[0]?.comment.path ?? "",
    line: ({ comments }) => comments[0]?.comment.line ?? null,
    originalLine: ({ comments }) => comments[0]?.comment.line ?? null,
    diffSide: () => "RIGHT",
    subjectType: () => "LINE",
    resolvedBy: () => null,
    pullRequest: ({ repository, item }) => ({ type: "PullRequest", repository, item }),
    repository: ({ repository }) => ({ type: "Repository", repository }),
    comments: ({ comments }, args) =>
      connect({
        list: comments,
        args,
        placeOf: ({ comment }) => [comment.createdAt, comment.id],
        toNode: (comment) => comment,
      }),
  }),
};

/** Each inline comment with those that answer it, in the order of the first ones. */
export function threadsOf(node: Pick<PullNode, "repository" | "item">): readonly ThreadNode[] {
  const threads = new Map<number, ReviewCommentNode[]>();
  for (const comment of allComments(node)) {
    const key = comment.comment.inReplyTo ?? comment.comment.id;
    const thread = threads.get(key);
    if (thread === undefined) threads.set(key, [comment]);
    else thread.push(comment);
  }
  return [...threads.values()].map((comments) => ({
    type: "PullRequestReviewThread",
    repository: node.repository,
    item: node.item,
    comments,
  }));
}

function allComments({ repository, item }: Pick<PullNode, "repository" | "item">): readonly ReviewCommentNode[] {
  return item.reviews
    .flatMap((review) =>
      review.comments.map((comment): ReviewCommentNode => ({
        type: "PullRequestReviewComment",
        repository,
        item,
        review,
        comment,
      })),
    )
    .toSorted(
      byKey(
        ({ comment }) => comment.id,
        () => 0,
      ),
    );
}

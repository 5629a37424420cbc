import type { Tx } from "@pulse/db";
import type { z } from "zod";

import { refreshActors } from "../../../save/refresh-actors.ts";
import { saveAccounts } from "../../../save/save-accounts.ts";
import { saveReviewComments } from "../../../save/save-review-comments.ts";
import { removeMissingReviews, saveReviews } from "../../../save/save-reviews.ts";
import type { SaveScope } from "../../../save/save-scope.ts";
import type { PageCounts } from "../../kind-reader.ts";
import { toAccounts } from "../rest-fields.ts";
import type { inlineCommentShape, reviewShape } from "./pull-part-shapes.ts";

type Input = {
  readonly pullRequestId: number;
  readonly reviews: readonly z.output<typeof reviewShape>[];
  readonly comments: readonly z.output<typeof inlineCommentShape>[];
};

/** Saves every review of one pull request with its inline comments: what the pull request no longer has is removed. */
export async function savePullReviews(tx: Tx, scope: SaveScope, input: Input): Promise<PageCounts> {
  const { pullRequestId, comments } = input;
  const accountIds = await saveAccounts(tx, scope, toAccounts([...input.reviews, ...comments].map(({ user }) => user)));
  const reviews = input.reviews.flatMap((review) =>
    review.submitted_at === null ? [] : [{ ...review, submittedAt: review.submitted_at }],
  );
  const saved = await saveReviews(tx, scope, {
    hasSubmission: true,
    rows: reviews.map((review) => ({
      pullRequestId,
      nodeId: review.node_id,
      githubId: review.id,
      authorId: accountIds(review.user?.login ?? null),
      authorAssociation: review.author_association,
      state: review.state,
      body: review.body,
      commitSha: review.commit_id,
      submittedAt: review.submittedAt,
      updatedAt: review.updated_at ?? review.submittedAt,
    })),
  });
  const idByGithubId = new Map(reviews.map((review) => [review.id, saved.idByNodeId.get(review.node_id)]));
  const inline = await saveReviewComments(tx, scope, {
    // Inline comments older than reviews belong to none and are not kept, wherever they are read.
    rows: comments.flatMap((comment) => {
      const reviewId = idByGithubId.get(comment.pull_request_review_id ?? 0);
      if (reviewId === undefined) return [];
      return [
        {
          pullRequestId,
          reviewId,
          githubId: comment.id,
          nodeId: comment.node_id,
          authorId: accountIds(comment.user?.login ?? null),
          authorAssociation: comment.author_association,
          path: comment.path,
          originalPosition: comment.original_position ?? null,
          body: comment.body,
          createdAt: comment.created_at,
          updatedAt: comment.updated_at,
        },
      ];
    }),
    completePullRequestIds: [pullRequestId],
  });
  const removed = await removeMissingReviews(tx, scope, {
    pullRequestIds: [pullRequestId],
    presentNodeIds: new Set(reviews.map((review) => review.node_id)),
  });
  await refreshActors(tx, scope, {
    issueIds: [],
    pullRequestIds: [...saved.touchedPullRequestIds, ...inline.touchedPullRequestIds, ...removed],
  });
  return { reviews: { ...saved.counts, removed: removed.length }, review_comments: inline.counts };
}

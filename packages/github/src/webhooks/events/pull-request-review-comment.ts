import { sql } from "kysely";
import { z } from "zod";

import { refreshActors } from "../../save/refresh-actors.ts";
import { saveReviewComments } from "../../save/save-review-comments.ts";
import { isDeleted, noteDeleted } from "../deleted-facts.ts";
import { defineHandler, done, type Applied, type ApplyContext } from "../event-handler.ts";
import { findPullRequest, findReview } from "../find-item.ts";
import { liveSubject } from "../live-subject.ts";
import { instantSchema } from "../payload/instant.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  action: z.string(),
  pull_request: z.object({ number: z.int().positive(), title: z.string().nullish() }),
  comment: z.object({
    id: z.int().positive(),
    node_id: z.string().nullish(),
    pull_request_review_id: z.int().positive().nullish(),
    user: userSchema,
    author_association: z.string().nullish(),
    path: z.string().nullish(),
    original_position: z.int().nullish(),
    body: z.string().nullish(),
    created_at: instantSchema,
    updated_at: instantSchema,
  }),
  sender: userSchema,
});

type Payload = z.output<typeof schema>;

export const pullRequestReviewCommentHandler = defineHandler({
  event: "pull_request_review_comment",
  schema,
  people: (payload) => [payload.comment.user, payload.sender],
  apply: async (ctx, payload) => {
    const { comment, pull_request: pull, action, sender } = payload;
    if (action === "deleted") return await applyDeletion(ctx, payload);
    if (await isDeleted(ctx.tx, ctx.scope, { kind: "review_comment", githubId: comment.id })) {
      return done(`the inline comment on #${pull.number} was deleted since`);
    }
    const stored = await findPullRequest(ctx.tx, ctx.scope, pull.number);
    if (stored === null) {
      return { kind: "wait", reason: `pull request #${pull.number}, which is commented on, is not known yet` };
    }
    const reviewGithubId = comment.pull_request_review_id ?? null;
    const reviewId = reviewGithubId === null ? null : await findReview(ctx.tx, ctx.scope, reviewGithubId);
    if (reviewGithubId !== null && reviewId === null) {
      return { kind: "wait", reason: `the review of #${pull.number} that the comment belongs to is not known yet` };
    }
    await save(ctx, payload, { pullRequestId: stored.id, reviewId });
    const live = liveSubject(ctx, "comment.created", { number: pull.number, title: pull.title ?? null, actor: sender });
    return done(`inline comment on #${pull.number} ${action}`, {
      changed: ["review_comments"],
      live: action === "created" ? [live] : [],
    });
  },
});

async function save(
  ctx: ApplyContext,
  { comment }: Payload,
  parents: { readonly pullRequestId: number; readonly reviewId: number | null },
): Promise<void> {
  const saved = await saveReviewComments(ctx.tx, ctx.scope, {
    completePullRequestIds: [],
    rows: [
      {
        ...parents,
        githubId: comment.id,
        nodeId: comment.node_id ?? null,
        authorId: ctx.accountOf(comment.user),
        authorAssociation: comment.author_association ?? null,
        path: comment.path ?? null,
        originalPosition: comment.original_position ?? null,
        body: comment.body ?? null,
        createdAt: comment.created_at,
        updatedAt: comment.updated_at,
      },
    ],
  });
  await refreshActors(ctx.tx, ctx.scope, { issueIds: [], pullRequestIds: saved.touchedPullRequestIds });
}

async function applyDeletion(ctx: ApplyContext, { comment, pull_request: pull }: Payload): Promise<Applied> {
  await noteDeleted(ctx.tx, ctx.scope, { kind: "review_comment", githubId: comment.id });
  const removed = await sql<{ pullRequestId: number }>`
    delete from pulse.review_comments
    where repository_id = ${ctx.scope.repositoryId}
      and github_id = ${comment.id}
    returning pull_request_id
  `.execute(ctx.tx);
  const pullRequestIds = removed.rows.map((row) => row.pullRequestId);
  await refreshActors(ctx.tx, ctx.scope, { issueIds: [], pullRequestIds });
  return done(`inline comment on #${pull.number} deleted`, { changed: ["review_comments"] });
}

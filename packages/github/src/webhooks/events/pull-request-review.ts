import { z } from "zod";

import { refreshActors } from "../../save/refresh-actors.ts";
import { saveReviews } from "../../save/save-reviews.ts";
import { defineHandler, done } from "../event-handler.ts";
import { findPullRequest } from "../find-item.ts";
import { liveSubject } from "../live-subject.ts";
import { instantSchema } from "../payload/instant.ts";
import { userSchema } from "../payload/user.ts";

const states = ["approved", "changes_requested", "commented", "dismissed", "pending"] as const;

const schema = z.object({
  action: z.string(),
  pull_request: z.object({ number: z.int().positive(), title: z.string().nullish(), updated_at: instantSchema }),
  review: z.object({
    id: z.int().positive(),
    node_id: z.string().min(1),
    user: userSchema,
    body: z.string().nullish(),
    commit_id: z.string().nullish(),
    submitted_at: instantSchema.nullish(),
    updated_at: instantSchema.nullish(),
    state: z
      .string()
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(states)),
    author_association: z.string().nullish(),
  }),
  sender: userSchema,
});

export const pullRequestReviewHandler = defineHandler({
  event: "pull_request_review",
  schema,
  people: (payload) => [payload.review.user, payload.sender],
  apply: async (ctx, { action, pull_request: pull, review, sender }) => {
    const submittedAt = review.submitted_at ?? null;
    if (submittedAt === null) return { kind: "ignored", outcome: "the review is not submitted yet" };
    const stored = await findPullRequest(ctx.tx, ctx.scope, pull.number);
    if (stored === null) {
      return { kind: "wait", reason: `pull request #${pull.number}, which is reviewed, is not known yet` };
    }
    const saved = await saveReviews(ctx.tx, ctx.scope, {
      hasSubmission: true,
      rows: [
        {
          pullRequestId: stored.id,
          nodeId: review.node_id,
          githubId: review.id,
          authorId: ctx.accountOf(review.user),
          authorAssociation: review.author_association ?? null,
          state: review.state,
          body: review.body ?? null,
          commitSha: review.commit_id ?? null,
          submittedAt,
          // A review of some years ago tells no change of its own; an edit or dismissal moves its pull request.
          updatedAt: review.updated_at ?? (action === "submitted" ? submittedAt : pull.updated_at),
        },
      ],
    });
    await refreshActors(ctx.tx, ctx.scope, { issueIds: [], pullRequestIds: saved.touchedPullRequestIds });
    const live = liveSubject(ctx, "review.submitted", {
      number: pull.number,
      title: pull.title ?? null,
      actor: sender,
    });
    const { subject } = live;
    return done(`review of #${pull.number} ${action}`, {
      changed: ["reviews"],
      live: action === "submitted" ? [{ ...live, subject: { ...subject, state: review.state } }] : [],
    });
  },
});

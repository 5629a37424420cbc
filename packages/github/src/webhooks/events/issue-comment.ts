import { sql } from "kysely";
import { z } from "zod";

import { refreshActors } from "../../save/refresh-actors.ts";
import { saveIssueComments } from "../../save/save-issue-comments.ts";
import { applyIssue } from "../apply-issue.ts";
import { isDeleted, noteDeleted } from "../deleted-facts.ts";
import { defineHandler, done, type Applied, type ApplyContext } from "../event-handler.ts";
import { findPullRequest } from "../find-item.ts";
import { itemPeople } from "../item-row.ts";
import { liveSubject } from "../live-subject.ts";
import { instantSchema } from "../payload/instant.ts";
import { issueSchema } from "../payload/issue.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  action: z.string(),
  issue: issueSchema,
  comment: z.object({
    id: z.int().positive(),
    node_id: z.string().nullish(),
    user: userSchema,
    author_association: z.string().nullish(),
    body: z.string().nullish(),
    created_at: instantSchema,
    updated_at: instantSchema,
  }),
  sender: userSchema,
});

type Payload = z.output<typeof schema>;
type Parent = { readonly issueId: number | null; readonly pullRequestId: number | null; readonly isUndecided: boolean };

export const issueCommentHandler = defineHandler({
  event: "issue_comment",
  schema,
  people: (payload) => [...itemPeople(payload.issue), payload.comment.user, payload.sender],
  apply: async (ctx, payload) => {
    const { comment, issue } = payload;
    if (payload.action === "deleted") return await applyDeletion(ctx, payload);
    if (await isDeleted(ctx.tx, ctx.scope, { kind: "issue_comment", githubId: comment.id })) {
      return done(`the comment on #${issue.number} was deleted since`);
    }
    const parent = await applyParent(ctx, payload);
    if (parent === null) {
      return { kind: "wait", reason: `pull request #${issue.number}, which is commented on, is not known yet` };
    }
    return await applyComment(ctx, payload, parent);
  },
});

async function applyComment(ctx: ApplyContext, payload: Payload, parent: Parent): Promise<Applied> {
  const { comment, issue, action, sender } = payload;
  const { issueId, pullRequestId, isUndecided } = parent;
  const saved = await saveIssueComments(ctx.tx, ctx.scope, {
    complete: { issueIds: [], pullRequestIds: [] },
    rows: [
      {
        issueId,
        pullRequestId,
        githubId: comment.id,
        nodeId: comment.node_id ?? null,
        authorId: ctx.accountOf(comment.user),
        authorAssociation: comment.author_association ?? null,
        body: comment.body ?? null,
        createdAt: comment.created_at,
        updatedAt: comment.updated_at,
      },
    ],
  });
  await refreshActors(ctx.tx, ctx.scope, {
    issueIds: saved.touchedIssueIds,
    pullRequestIds: saved.touchedPullRequestIds,
  });
  const live = liveSubject(ctx, "comment.created", { number: issue.number, title: issue.title, actor: sender });
  return done(`comment on #${issue.number} ${action}`, {
    changed: ["issue_comments"],
    live: action === "created" ? [live] : [],
    refresh: isUndecided ? `issue #${issue.number} has two states of one second` : null,
  });
}

async function applyDeletion(ctx: ApplyContext, { comment, issue }: Payload): Promise<Applied> {
  await noteDeleted(ctx.tx, ctx.scope, { kind: "issue_comment", githubId: comment.id });
  const removed = await sql<{ issueId: number | null; pullRequestId: number | null }>`
    delete from pulse.issue_comments
    where repository_id = ${ctx.scope.repositoryId}
      and github_id = ${comment.id}
    returning issue_id, pull_request_id
  `.execute(ctx.tx);
  await refreshActors(ctx.tx, ctx.scope, {
    issueIds: removed.rows.flatMap((row) => row.issueId ?? []),
    pullRequestIds: removed.rows.flatMap((row) => row.pullRequestId ?? []),
  });
  // The issue of the payload is a state like any other: in order it would have been saved too.
  if (issue.pull_request === null || issue.pull_request === undefined) await applyIssue(ctx, issue);
  return done(`comment on #${issue.number} deleted`, { changed: ["issue_comments"] });
}

async function applyParent(ctx: ApplyContext, { issue }: Payload): Promise<Parent | null> {
  if (issue.pull_request === null || issue.pull_request === undefined) {
    const applied = await applyIssue(ctx, issue);
    return { issueId: applied.id, pullRequestId: null, isUndecided: applied.isUndecided };
  }
  const stored = await findPullRequest(ctx.tx, ctx.scope, issue.number);
  return stored === null ? null : { issueId: null, pullRequestId: stored.id, isUndecided: false };
}

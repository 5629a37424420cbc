import { renderIssue, renderIssueComment } from "../rest/render-item.ts";
import { renderWholePull } from "../rest/render-pull.ts";
import type { Comment } from "../world/item.ts";
import type { Act } from "./play-context.ts";

/** `issues` or `pull_request` with this action, by what the item is. */
export function announceItem(act: Act, action: string, more: Readonly<Record<string, unknown>> = {}): void {
  const { ctx, repository, item, by } = act;
  const common = { action, repository, organisation: null, sender: by };
  if (item.kind === "issue") {
    const issue = { ...renderIssue(ctx.urls(), repository, item), draft: false };
    ctx.announce({ ...common, event: "issues", payload: { action, issue, ...more } });
    return;
  }
  const pull = renderWholePull({ world: ctx.world, urls: ctx.urls() }, repository, item);
  ctx.announce({
    ...common,
    event: "pull_request",
    payload: { action, number: item.number, pull_request: pull, ...more },
  });
}

export function announceComment(act: Act, comment: Comment, action: "created" | "edited" | "deleted"): void {
  const { ctx, repository, item, by } = act;
  ctx.announce({
    event: "issue_comment",
    action,
    repository,
    organisation: null,
    sender: by,
    payload: {
      action,
      ...(action === "edited" ? { changes: { body: { from: comment.body } } } : {}),
      issue: { ...renderIssue(ctx.urls(), repository, item), draft: false },
      comment: renderIssueComment(ctx.urls(), repository, { item, comment }),
    },
  });
}

import { AppError } from "@pulse/kit";

import { renderIssue, renderLabel } from "../rest/render-item.ts";
import { renderAccount } from "../rest/render-account.ts";
import { renderRepository } from "../rest/render-repository.ts";
import { addItem, ensureAccount, ensureLabel, getRepository, nowIn, takeId } from "../world/create-world.ts";
import type { Comment, Issue, StateReason } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import { fullNameOf, type Repository } from "../world/repository.ts";
import { announceComment, announceItem } from "./announce-item.ts";
import { actOn, happen, type PlayContext } from "./play-context.ts";

type On = { readonly repository: string; readonly number: number; readonly by: string };

export type NewIssue = {
  readonly repository: string;
  readonly by: string;
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
};

/** What people do with issues, and with pull requests where GitHub treats them alike. Each moves `updated_at` and announces itself. */
export function createItemPlays(ctx: PlayContext) {
  return {
    openIssue(input: NewIssue): Issue {
      const repository = getRepository(ctx.world, input.repository);
      const by = ensureAccount(ctx.world, input.by);
      const at = nowIn(ctx.world);
      const item: Issue = {
        kind: "issue",
        stateReason: null,
        ...newItem(repository, "I"),
        ...describe(repository, input),
        author: by,
        createdAt: at,
        updatedAt: at,
      };
      addItem(ctx.world, repository, item);
      announceItem({ ctx, repository, item, by, at }, "opened");
      return item;
    },
    close(on: On & { readonly reason?: StateReason }): void {
      const act = actOn(ctx, on);
      const reason = on.reason ?? "completed";
      act.item.closedAt = act.at;
      act.item.closedBy = act.by;
      if (act.item.kind === "issue") act.item.stateReason = reason;
      happen(act, { kind: "closed", ...(act.item.kind === "issue" ? { stateReason: reason } : {}) });
      announceItem(act, "closed");
    },
    reopen(on: On): void {
      const act = actOn(ctx, on);
      act.item.closedAt = null;
      act.item.closedBy = null;
      if (act.item.kind === "issue") act.item.stateReason = "reopened";
      happen(act, { kind: "reopened" });
      announceItem(act, "reopened");
    },
    edit(on: On & { readonly title?: string; readonly body?: string }): void {
      const act = actOn(ctx, on);
      const from = { title: act.item.title, body: act.item.body };
      act.item.title = on.title ?? from.title;
      act.item.body = on.body ?? from.body;
      const isRenamed = act.item.title !== from.title;
      happen(act, isRenamed ? { kind: "renamed", rename: { from: from.title, to: act.item.title } } : null);
      const changes = {
        ...(isRenamed ? { title: { from: from.title } } : {}),
        ...(act.item.body === from.body ? {} : { body: { from: from.body } }),
      };
      announceItem(act, "edited", { changes });
    },
    label(on: On & { readonly label: string }): void {
      const act = actOn(ctx, on);
      const label = ensureLabel(act.repository, on.label);
      if (act.item.labels.includes(label)) return;
      act.item.labels = [...act.item.labels, label];
      happen(act, { kind: "labeled", label: { name: label.name, color: label.color } });
      announceItem(act, "labeled", { label: renderLabel(ctx.urls(), act.repository, label) });
    },
    unlabel(on: On & { readonly label: string }): void {
      const act = actOn(ctx, on);
      const label = act.item.labels.find((one) => one.name === on.label);
      if (label === undefined) return;
      act.item.labels = act.item.labels.filter((one) => one !== label);
      happen(act, { kind: "unlabeled", label: { name: label.name, color: label.color } });
      announceItem(act, "unlabeled", { label: renderLabel(ctx.urls(), act.repository, label) });
    },
    assign(on: On & { readonly to: string }): void {
      const act = actOn(ctx, on);
      const assignee = ensureAccount(ctx.world, on.to);
      act.item.assignees = [...act.item.assignees.filter((one) => one !== assignee), assignee];
      happen(act, { kind: "assigned", subject: assignee });
      announceItem(act, "assigned", { assignee: renderAccount(ctx.urls(), assignee) });
    },
    unassign(on: On & { readonly from: string }): void {
      const act = actOn(ctx, on);
      const assignee = ensureAccount(ctx.world, on.from);
      act.item.assignees = act.item.assignees.filter((one) => one !== assignee);
      happen(act, { kind: "unassigned", subject: assignee });
      announceItem(act, "unassigned", { assignee: renderAccount(ctx.urls(), assignee) });
    },
    comment(on: On & { readonly body: string }): Comment {
      const act = actOn(ctx, on);
      const comment: Comment = {
        id: takeId(act.repository),
        author: act.by,
        association: "CONTRIBUTOR",
        body: on.body,
        createdAt: act.at,
        updatedAt: act.at,
      };
      act.item.comments.push(comment);
      happen(act, null);
      announceComment(act, comment, "created");
      return comment;
    },
    editComment(on: On & { readonly id: number; readonly body: string }): void {
      const act = actOn(ctx, on);
      const comment = getComment(act.item.comments, on.id);
      comment.body = on.body;
      comment.updatedAt = act.at;
      happen(act, null);
      announceComment(act, comment, "edited");
    },
    deleteComment(on: On & { readonly id: number }): void {
      const act = actOn(ctx, on);
      const comment = getComment(act.item.comments, on.id);
      act.item.comments = act.item.comments.filter((one) => one !== comment);
      happen(act, null);
      announceComment(act, comment, "deleted");
    },
    deleteIssue(on: On): void {
      const act = actOn(ctx, on);
      act.repository.items.delete(on.number);
      ctx.world.foreignNodes.delete(act.item.nodeId);
      act.repository.gone.set(on.number, { kind: "deleted" });
      act.repository.version += 1;
      announceItem(act, "deleted");
    },
    /** Gives the number it has there. The old one leads on to it. */
    transferIssue(on: On & { readonly to: string }): number {
      const act = actOn(ctx, on);
      const target = getRepository(ctx.world, on.to);
      const { item } = act;
      if (item.kind === "pull")
        throw new AppError("invalid", `#${on.number} is a pull request: GitHub transfers issues only`);
      const moved: Issue = {
        ...item,
        ...newItem(target, "I"),
        comments: item.comments,
        timeline: item.timeline,
        labels: item.labels.map((label) => ensureLabel(target, label.name, label)),
        milestone: null,
        closedAt: item.closedAt,
        updatedAt: act.at,
      };
      moved.timeline.push({
        id: takeId(target),
        kind: "transferred",
        actor: act.by,
        at: act.at,
        fromRepository: fullNameOf(act.repository),
      });
      const changes = {
        new_issue: { ...renderIssue(ctx.urls(), target, moved), draft: false },
        new_repository: renderRepository(ctx.urls(), target),
      };
      announceItem(act, "transferred", { changes });
      act.repository.items.delete(on.number);
      act.repository.gone.set(on.number, { kind: "transferred", repositoryId: target.id, number: moved.number });
      act.repository.version += 1;
      ctx.world.foreignNodes.delete(item.nodeId);
      addItem(ctx.world, target, moved);
      announceItem({ ...act, repository: target, item: moved }, "opened");
      return moved.number;
    },
  };
}

/** What every new item begins with: the next number, and nothing on it. */
export function newItem(repository: Repository, prefix: "I" | "PR") {
  const number = repository.lastNumber + 1;
  return {
    id: takeId(repository),
    nodeId: makeNodeId({ prefix, repositoryId: repository.id, number, key: 0 }),
    number,
    association: "CONTRIBUTOR" as const,
    assignees: [],
    milestone: null,
    closedAt: null,
    closedBy: null,
    comments: [],
    timeline: [],
  };
}

export function describe(repository: Repository, input: Pick<NewIssue, "title" | "body" | "labels">) {
  return {
    title: input.title,
    body: input.body ?? "",
    labels: (input.labels ?? []).map((name) => ensureLabel(repository, name)),
  };
}

function getComment(comments: readonly Comment[], id: number): Comment {
  const comment = comments.find((one) => one.id === id);
  if (comment === undefined) throw new AppError("not_found", `The replica has no comment ${id} there`);
  return comment;
}

/** From GraphQL's words to rows, for what issues and pull requests have in common; pure. */
import type { AccountIds } from "../../save/save-accounts.ts";
import type { IssueCommentRow } from "../../save/save-issue-comments.ts";
import type { IssueRow } from "../../save/save-issues.ts";
import type { MilestoneRow } from "../../save/save-milestones.ts";
import type { TimelineEventRow } from "../../save/save-timeline-events.ts";
import { loginOf, type AccountBook } from "./actor.ts";
import type { IssueNode } from "./issue-query.ts";
import type { CommentNode, MilestoneNode } from "./item-parts.ts";
import type { PullNode } from "./pull-request-query.ts";
import { noteTimelineAccounts, timelineKindOf, timelineSubjectOf, type TimelineNode } from "./timeline-part.ts";

type Item = IssueNode | PullNode;
type Parent = { readonly issueId: number | null; readonly pullRequestId: number | null };

/** What rows refer to. */
export type References = {
  readonly accountIds: AccountIds;
  readonly milestoneIds: ReadonlyMap<number, number>;
};

export function noteItemAccounts(book: AccountBook, item: Item): void {
  book.note(item.author);
  for (const assignee of item.assignees.nodes) book.note(assignee);
  for (const comment of item.comments.nodes) book.note(comment.author);
  for (const event of item.timelineItems.nodes) noteTimelineAccounts(book, event);
}

export function toItemRow(item: Item, { accountIds, milestoneIds }: References): Omit<IssueRow, "state"> {
  const assigneeIds = item.assignees.nodes.flatMap((assignee) => accountIds(loginOf(assignee)) ?? []);
  return {
    number: item.number,
    githubId: item.fullDatabaseId,
    nodeId: item.id,
    title: item.title,
    body: item.body,
    authorId: accountIds(loginOf(item.author)),
    authorAssociation: item.authorAssociation,
    labelNames: [...new Set((item.labels?.nodes ?? []).map((label) => label.name))].toSorted(),
    assigneeIds: [...new Set(assigneeIds)].toSorted((left, right) => left - right),
    milestoneId: item.milestone === null ? null : (milestoneIds.get(item.milestone.number) ?? null),
    createdAt: item.createdAt,
    closedAt: item.closedAt,
    updatedAt: item.updatedAt,
  };
}

/** Each milestone that items name, once. */
export function milestonesOf(items: readonly Item[]): readonly MilestoneRow[] {
  const named = items.flatMap((item) => (item.milestone === null ? [] : [item.milestone]));
  return [...new Map(named.map((found) => [found.number, toMilestoneRow(found)])).values()];
}

export function toMilestoneRow(found: MilestoneNode): MilestoneRow {
  return {
    number: found.number,
    githubId: null,
    nodeId: found.id,
    title: found.title,
    description: found.description,
    state: found.state === "OPEN" ? "open" : "closed",
    dueAt: found.dueOn,
    createdAt: found.createdAt,
    closedAt: found.closedAt,
    updatedAt: found.updatedAt,
  };
}

export function toCommentRow(comment: CommentNode, parent: Parent, accountIds: AccountIds): IssueCommentRow {
  return {
    ...parent,
    githubId: comment.fullDatabaseId,
    nodeId: comment.id,
    authorId: accountIds(loginOf(comment.author)),
    authorAssociation: comment.authorAssociation,
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  };
}

/** Events of types that are not kept are left out. */
export function toTimelineRows(
  events: readonly TimelineNode[],
  parent: Parent,
  accountIds: AccountIds,
): readonly TimelineEventRow[] {
  return events.flatMap((event) => {
    const kind = timelineKindOf(event);
    if (kind === null) return [];
    const actorId = accountIds(loginOf(event.actor));
    const subject = timelineSubjectOf(event);
    return [{ ...parent, nodeId: event.id, githubId: null, kind, actorId, subject, createdAt: event.createdAt }];
  });
}

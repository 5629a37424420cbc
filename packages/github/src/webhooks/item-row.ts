import type { IssueRow } from "../save/save-issues.ts";
import type { AccountOf } from "./event-handler.ts";
import type { PayloadItem } from "./payload/issue.ts";
import type { PayloadUser } from "./payload/user.ts";

type ItemRow = Omit<IssueRow, "state" | "stateReason">;

/** What an issue and a pull request of a payload have in common, as a row. */
export function itemRow(
  item: PayloadItem,
  given: { readonly accountOf: AccountOf; readonly milestoneId: number | null },
): ItemRow {
  return {
    number: item.number,
    githubId: item.id,
    nodeId: item.node_id ?? null,
    title: item.title,
    body: item.body ?? null,
    authorId: given.accountOf(item.user),
    authorAssociation: item.author_association ?? null,
    labelNames: [...new Set(item.labels.map((label) => label.name))].toSorted(),
    assigneeIds: [...new Set(assigneesOf(item).flatMap((user) => given.accountOf(user) ?? []))].toSorted(
      (left, right) => left - right,
    ),
    milestoneId: given.milestoneId,
    createdAt: item.created_at,
    closedAt: item.state === "closed" ? (item.closed_at ?? item.updated_at) : null,
    updatedAt: item.updated_at,
  };
}

/** Everybody whom an issue or pull request of a payload names. */
export function itemPeople(item: PayloadItem): readonly PayloadUser[] {
  return [item.user, ...assigneesOf(item)];
}

// Payloads of before 2016 know one assignee only.
function assigneesOf(item: PayloadItem): readonly PayloadUser[] {
  return item.assignees ?? [item.assignee];
}

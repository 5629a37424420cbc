/** Issues, pull requests and comments as REST's lists of a repository give them: less than GraphQL tells, but to anybody. */
import { z } from "zod";

import type { AccountIds } from "../../save/save-accounts.ts";
import type { IssueRow } from "../../save/save-issues.ts";
import type { MilestoneRow } from "../../save/save-milestones.ts";
import type { PullRequestRow } from "../../save/save-pull-requests.ts";
import { id, instant, optionalInstant, optionalText, text, user, type RestUser } from "./rest-fields.ts";

export const milestoneShape = z.object({
  id,
  node_id: optionalText,
  number: z.int().positive(),
  title: text,
  description: optionalText,
  state: z.enum(["open", "closed"]),
  due_on: optionalInstant,
  created_at: instant,
  closed_at: optionalInstant,
  updated_at: instant,
});

const item = {
  id,
  node_id: optionalText,
  number: z.int().positive(),
  title: text,
  body: optionalText,
  state: z.enum(["open", "closed"]),
  user,
  author_association: optionalText,
  labels: z.array(z.object({ name: text })),
  assignees: z.array(user).default([]),
  milestone: milestoneShape.nullish(),
  created_at: instant,
  updated_at: instant,
  closed_at: optionalInstant,
};

const side = z.object({ ref: optionalText, sha: optionalText, repo: z.object({ full_name: z.string() }).nullish() });

/** GitHub lists pull requests among issues: those have the key `pull_request`. */
export const issueShape = z.object({ ...item, state_reason: optionalText, pull_request: z.unknown().optional() });
export const pullShape = z.object({
  ...item,
  draft: z.boolean().nullish(),
  merged_at: optionalInstant,
  merge_commit_sha: optionalText,
  base: side,
  head: side,
});
export const commentShape = z.object({
  id,
  node_id: optionalText,
  issue_url: z.string().regex(/\/\d+$/),
  user,
  author_association: optionalText,
  body: optionalText,
  created_at: instant,
  updated_at: instant,
});

type RestItem = z.output<typeof issueShape> | z.output<typeof pullShape>;

export function peopleOf(found: RestItem): readonly RestUser[] {
  return [found.user, ...found.assignees];
}

export function milestonesOf(items: readonly Pick<RestItem, "milestone">[]): readonly MilestoneRow[] {
  const named = items.flatMap((one) => (one.milestone === null || one.milestone === undefined ? [] : [one.milestone]));
  return [...new Map(named.map((one) => [one.number, one])).values()].map((one) => ({
    number: one.number,
    githubId: one.id,
    nodeId: one.node_id,
    title: one.title,
    description: one.description,
    state: one.state,
    dueAt: one.due_on,
    createdAt: one.created_at,
    closedAt: one.closed_at,
    updatedAt: one.updated_at,
  }));
}

type References = { readonly accountIds: AccountIds; readonly milestoneIds: ReadonlyMap<number, number> };

function toItemRow(found: RestItem, { accountIds, milestoneIds }: References): Omit<IssueRow, "state"> {
  const assigneeIds = found.assignees.flatMap((assignee) => accountIds(assignee?.login ?? null) ?? []);
  return {
    number: found.number,
    nodeId: found.node_id,
    title: found.title,
    body: found.body ?? "",
    authorId: accountIds(found.user?.login ?? null),
    authorAssociation: found.author_association,
    labelNames: [...new Set(found.labels.map((label) => label.name))].toSorted(),
    assigneeIds: [...new Set(assigneeIds)].toSorted((left, right) => left - right),
    milestoneId: milestoneIds.get(found.milestone?.number ?? 0) ?? null,
    createdAt: found.created_at,
    closedAt: found.state === "closed" ? (found.closed_at ?? found.updated_at) : null,
    updatedAt: found.updated_at,
  };
}

export function toIssueRow(issue: z.output<typeof issueShape>, references: References): IssueRow {
  const row = { ...toItemRow(issue, references), githubId: issue.id, state: issue.state };
  return { ...row, stateReason: issue.state_reason };
}

export function toPullRow(pull: z.output<typeof pullShape>, references: References): PullRequestRow {
  return {
    ...toItemRow(pull, references),
    githubId: pull.id,
    state: pull.merged_at === null ? pull.state : "merged",
    isDraft: pull.draft ?? false,
    baseRef: pull.base.ref,
    baseSha: pull.base.sha,
    headRef: pull.head.ref,
    headSha: pull.head.sha,
    headRepository: pull.head.repo?.full_name ?? null,
    mergedAt: pull.merged_at,
    mergedById: null,
    // Of one that is not merged it is a trial merge of GitHub's own.
    mergeCommitSha: pull.merged_at === null ? null : pull.merge_commit_sha,
  };
}

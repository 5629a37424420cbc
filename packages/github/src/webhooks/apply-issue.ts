import { saveIssues } from "../save/save-issues.ts";
import { applyMilestone } from "./apply-milestone.ts";
import type { ApplyContext } from "./event-handler.ts";
import { findIssue } from "./find-item.ts";
import { itemRow } from "./item-row.ts";
import type { PayloadIssue } from "./payload/issue.ts";

export type AppliedIssue = {
  readonly id: number;
  /** Deleted or transferred since: what is older than that does not bring it back. */
  readonly isGone: boolean;
  /** Two states of one second, told apart by nothing: only GitHub knows which is the later. */
  readonly isUndecided: boolean;
};

/** Saves the issue of a payload, unless it was deleted since. */
export async function applyIssue(ctx: ApplyContext, issue: PayloadIssue): Promise<AppliedIssue> {
  const stored = await findIssue(ctx.tx, ctx.scope, issue.number);
  const deletedAt = stored?.deletedAt ?? null;
  if (stored !== null && deletedAt !== null && Date.parse(issue.updated_at) <= deletedAt.getTime()) {
    return { id: stored.id, isGone: true, isUndecided: false };
  }
  const milestoneId = await applyMilestone(ctx.tx, ctx.scope, issue.milestone);
  const saved = await saveIssues(ctx.tx, ctx.scope, {
    hasDetails: true,
    rows: [
      {
        ...itemRow(issue, { accountOf: ctx.accountOf, milestoneId }),
        state: issue.state,
        stateReason: issue.state_reason ?? null,
      },
    ],
  });
  const id = saved.idByNumber.get(issue.number);
  if (id === undefined) throw new Error("a saved issue has no id");
  const isSameSecond = stored?.updatedAt.getTime() === Date.parse(issue.updated_at);
  return { id, isGone: false, isUndecided: isSameSecond && saved.counts.changed > 0 };
}

import type { Tx } from "@pulse/db";

import { refreshActors } from "../../save/refresh-actors.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import { saveIssueComments } from "../../save/save-issue-comments.ts";
import { saveIssues } from "../../save/save-issues.ts";
import { saveMilestones } from "../../save/save-milestones.ts";
import type { SaveScope } from "../../save/save-scope.ts";
import { saveTimelineEvents } from "../../save/save-timeline-events.ts";
import type { PageCounts } from "../kind-reader.ts";
import { AccountBook } from "./actor.ts";
import type { IssueNode } from "./issue-query.ts";
import { milestonesOf, noteItemAccounts, toCommentRow, toItemRow, toTimelineRows } from "./item-rows.ts";

/** Saves issues with all that hangs on them: comments that they no longer have are removed. */
export async function saveIssuesPage(tx: Tx, scope: SaveScope, issues: readonly IssueNode[]): Promise<PageCounts> {
  if (issues.length === 0) return {};
  const book = new AccountBook();
  for (const issue of issues) noteItemAccounts(book, issue);
  const accountIds = await saveAccounts(tx, scope, book.list());
  const milestones = await saveMilestones(tx, scope, { rows: milestonesOf(issues), isComplete: false });
  const references = { accountIds, milestoneIds: milestones.idByNumber };
  const saved = await saveIssues(tx, scope, {
    rows: issues.map((issue) => ({
      ...toItemRow(issue, references),
      state: issue.state === "OPEN" ? "open" : "closed",
      stateReason: issue.stateReason?.toLowerCase() ?? null,
    })),
    hasDetails: true,
  });
  const placed = issues.flatMap((issue) => {
    const id = saved.idByNumber.get(issue.number);
    return id === undefined ? [] : [{ issue, parent: { issueId: id, pullRequestId: null } }];
  });
  const comments = await saveIssueComments(tx, scope, {
    rows: placed.flatMap(({ issue, parent }) =>
      issue.comments.nodes.map((comment) => toCommentRow(comment, parent, accountIds)),
    ),
    complete: { issueIds: placed.map(({ parent }) => parent.issueId), pullRequestIds: [] },
  });
  const events = await saveTimelineEvents(
    tx,
    scope,
    placed.flatMap(({ issue, parent }) => toTimelineRows(issue.timelineItems.nodes, parent, accountIds)),
  );
  await refreshActors(tx, scope, { issueIds: comments.touchedIssueIds, pullRequestIds: [] });
  return {
    issues: saved.counts,
    issue_comments: comments.counts,
    timeline_events: events,
    milestones: milestones.counts,
  };
}

/** Pull requests, issues and their conversations, in the order of their last change. */
import type { z } from "zod";

import { refreshActors } from "../../../save/refresh-actors.ts";
import { saveAccounts } from "../../../save/save-accounts.ts";
import { saveIssueComments } from "../../../save/save-issue-comments.ts";
import { saveIssues } from "../../../save/save-issues.ts";
import { saveMilestones } from "../../../save/save-milestones.ts";
import { savePullRequests } from "../../../save/save-pull-requests.ts";
import { commentShape, issueShape, milestonesOf, peopleOf, pullShape, toIssueRow, toPullRow } from "../item-shapes.ts";
import { toAccounts } from "../rest-fields.ts";
import { createListReader } from "./create-list-reader.ts";
import { findItems } from "./find-items.ts";

const newestFirst = "sort=updated&direction=desc&";
const instantOf = (row: { readonly updated_at: string }) => row.updated_at;

export const publicPullRequestReader = createListReader({
  kind: "pull_requests",
  path: `pulls?state=all&${newestFirst}`,
  schema: pullShape,
  instantOf,
  movesItem: false,
  save: async (tx, scope, { rows: pulls }) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(pulls.flatMap(peopleOf)));
    const milestones = await saveMilestones(tx, scope, { rows: milestonesOf(pulls), isComplete: false });
    const references = { accountIds, milestoneIds: milestones.idByNumber };
    const saved = await savePullRequests(tx, scope, {
      rows: pulls.map((pull) => toPullRow(pull, references)),
      hasDetails: true,
    });
    return { pull_requests: saved.counts };
  },
});

export const publicIssueReader = createListReader({
  kind: "issues",
  path: `issues?state=all&${newestFirst}`,
  schema: issueShape,
  instantOf,
  movesItem: false,
  save: async (tx, scope, { rows: items }) => {
    const issues = items.filter((item) => item.pull_request === undefined);
    const accountIds = await saveAccounts(tx, scope, toAccounts(issues.flatMap(peopleOf)));
    const milestones = await saveMilestones(tx, scope, { rows: milestonesOf(issues), isComplete: false });
    const references = { accountIds, milestoneIds: milestones.idByNumber };
    const saved = await saveIssues(tx, scope, {
      rows: issues.map((issue) => toIssueRow(issue, references)),
      hasDetails: true,
    });
    return { issues: saved.counts };
  },
});

/** Read after the items that they belong to. */
export const publicCommentReader = createListReader({
  kind: "issue_comments",
  path: `issues/comments?${newestFirst}`,
  schema: commentShape,
  instantOf,
  movesItem: false,
  save: async (tx, scope, { rows: comments }) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(comments.map((comment) => comment.user)));
    const items = await findItems(tx, scope, comments.map(numberOf));
    const saved = await saveIssueComments(tx, scope, {
      rows: comments.flatMap((comment) => {
        const parent = items.get(numberOf(comment));
        if (parent === undefined) return [];
        return [
          {
            ...parent,
            githubId: comment.id,
            nodeId: comment.node_id,
            authorId: accountIds(comment.user?.login ?? null),
            authorAssociation: comment.author_association,
            body: comment.body,
            createdAt: comment.created_at,
            updatedAt: comment.updated_at,
          },
        ];
      }),
      complete: { issueIds: [], pullRequestIds: [] },
    });
    await refreshActors(tx, scope, { issueIds: saved.touchedIssueIds, pullRequestIds: saved.touchedPullRequestIds });
    return { issue_comments: saved.counts };
  },
});

function numberOf(comment: z.output<typeof commentShape>): number {
  return Number(comment.issue_url.split("/").at(-1));
}

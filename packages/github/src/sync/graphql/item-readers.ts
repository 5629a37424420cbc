import { completeIssues, completePulls } from "./complete-items.ts";
import { createItemReader } from "./create-item-reader.ts";
import { issuesQuery, issuesSchema } from "./issue-query.ts";
import { pullsQuery, pullsSchema } from "./pull-request-query.ts";
import { saveIssuesPage } from "./save-issues-page.ts";
import { savePullsPage } from "./save-pulls-page.ts";

/** Read after pull requests, whose conversations and timelines are kept with those of issues: both are complete only then. */
export const issueReader = createItemReader({
  kind: "issues",
  covers: ["issues", "issue_comments", "timeline_events"],
  pageSize: { first: 50, most: 100 },
  fingerprintOf: (probe) => probe.fingerprints.issues,
  query: issuesQuery,
  schema: issuesSchema,
  complete: completeIssues,
  save: saveIssuesPage,
});

export const pullRequestReader = createItemReader({
  kind: "pull_requests",
  covers: [
    "pull_requests",
    "pull_request_commits",
    "pull_request_files",
    "reviews",
    "review_comments",
    "review_requests",
  ],
  // 25 of them cost some 6 points and stay far below GitHub's half a million nodes and its ten seconds.
  pageSize: { first: 25, most: 50 },
  fingerprintOf: (probe) => probe.fingerprints.pullRequests,
  query: pullsQuery,
  schema: pullsSchema,
  complete: completePulls,
  save: savePullsPage,
});

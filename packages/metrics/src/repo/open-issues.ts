import { issueBacklog } from "../issue/backlog.ts";
import type { Metric } from "../metric.ts";

export const repoOpenIssues: Metric = {
  ...issueBacklog,
  id: "repo.open_issues",
  title: "Open issues",
  definition:
    "Issues that were open at the end of the window, counted from our own rows: GitHub's open_issues_count mixes in pull requests.",
};

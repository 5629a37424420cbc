import type { TilePlan } from "../../../dashboard/tile-plan.ts";

/** The tiles in their order: whether it is alive, then whether it is healthy. */
export const tilePlans: readonly TilePlan[] = [
  {
    metric: "repo.active_contributors",
    title: "Active contributors",
    part: null,
    nWord: "acts",
    reason: "comments and reviews are not read yet",
  },
  {
    metric: "repo.new_contributors",
    title: "New contributors",
    part: null,
    nWord: "first acts",
    reason: "comments and reviews are not read yet",
  },
  {
    metric: "repo.contributor_absence_factor",
    title: "Contributor absence factor",
    part: null,
    nWord: "commits",
    reason: "no commits are known",
  },
  { metric: "pr.merged", title: "Merged", part: null, nWord: "merged", reason: "not read yet" },
  { metric: "issue.closed", title: "Issues closed", part: null, nWord: "closed", reason: "not read yet" },
  {
    metric: "repo.releases",
    title: "Releases",
    part: "releases",
    nWord: "published",
    reason: "releases are not known here",
  },
  { metric: "repo.open_issues", title: "Open issues", part: null, nWord: "open", reason: "not read yet" },
  { metric: "repo.open_prs", title: "Open pull requests", part: null, nWord: "open", reason: "not read yet" },
  {
    metric: "issue.closure_ratio",
    title: "Closure ratio",
    part: null,
    nWord: "opened or closed",
    reason: "no issue was opened in this window",
  },
  {
    metric: "issue.time_to_first_response",
    title: "Time to first response",
    part: "p50",
    nWord: "answered",
    reason: "no issue opened in this window was answered",
  },
  {
    metric: "pr.time_to_first_review",
    title: "Time to first review",
    part: "p50",
    nWord: "reviewed",
    reason: "nothing opened in this window was reviewed",
  },
  {
    metric: "pr.time_to_merge",
    title: "Time to merge",
    part: "p50",
    nWord: "merged",
    reason: "nothing merged in this window",
  },
];

/** Beside the tiles' own: what the panels draw. */
export const panelMetrics: readonly string[] = [
  "issue.opened",
  "pr.opened",
  "repo.stars",
  "repo.forks",
  "repo.watchers",
  "issue.backlog",
  "pr.open",
];

/** Known for now alone. */
export const nowMetrics: readonly string[] = ["issue.stale", "pr.stale"];

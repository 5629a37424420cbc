import type { TilePlan } from "../../../dashboard/tile-plan.ts";

/** The tiles in their order: whether we keep up, then how long people wait. */
export const tilePlans: readonly TilePlan[] = [
  { metric: "issue.opened", title: "Opened", part: null, nWord: "opened", reason: "not read yet" },
  { metric: "issue.closed", title: "Closed", part: null, nWord: "closed", reason: "not read yet" },
  {
    metric: "issue.net",
    title: "Net flow",
    part: null,
    isSigned: true,
    nWord: "opened or closed",
    reason: "not read yet",
  },
  {
    metric: "issue.backlog",
    title: "Backlog at the end",
    titleNow: "Backlog now",
    part: null,
    nWord: "open",
    reason: "not read yet",
  },
  {
    metric: "issue.closure_ratio",
    title: "Closure ratio",
    part: null,
    nWord: "opened or closed",
    reason: "nothing was opened in this window",
  },
  {
    metric: "issue.chaoss_closure_ratio",
    title: "Closure ratio (CHAOSS)",
    part: null,
    nWord: "open or opened",
    reason: "nothing was open in this window",
  },
  {
    metric: "issue.time_to_first_response",
    title: "Time to first response",
    part: "p50",
    nWord: "answered",
    reason: "nothing opened in this window was answered",
  },
  {
    metric: "issue.response_within_sla",
    title: "Answered in time",
    part: "ratio",
    unit: "ratio",
    nWord: "old enough",
    reason: "nothing opened in this window is old enough",
  },
  {
    metric: "issue.time_to_first_response",
    title: "Not answered",
    part: "n_not_yet",
    unit: "count",
    items: { metric: "issue.opened", filter: "unanswered" },
    nWord: "answered",
    reason: "comments are not read yet",
  },
  {
    metric: "issue.time_to_close",
    title: "Time to close",
    part: "p50",
    nWord: "closed",
    reason: "nothing closed in this window",
  },
  {
    metric: "issue.age",
    title: "Age of open issues",
    part: "p50",
    nWord: "open",
    reason: "nothing is open",
  },
  { metric: "issue.stale", title: "Stale", part: null, nWord: "open", reason: "not read yet" },
];

/** The tile that is known for now alone. */
export const nowMetrics: readonly string[] = ["issue.stale"];

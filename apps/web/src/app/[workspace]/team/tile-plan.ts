import type { TilePlan } from "../../../dashboard/tile-plan.ts";

const noReviews = "nobody reviewed anything in this window";

/** The tiles in their order: what was done, how long it took, and who took part. */
export const tilePlans: readonly TilePlan[] = [
  { metric: "team.reviews", title: "Reviews", part: null, nWord: "reviews", reason: "not read yet" },
  { metric: "team.review_latency", title: "Review latency", part: "p50", nWord: "first answers", reason: noReviews },
  {
    metric: "team.review_latency",
    title: "Review latency, p90",
    part: "p90",
    nWord: "first answers",
    reason: noReviews,
  },
  {
    metric: "team.review_participation",
    title: "Participation",
    part: "ratio",
    unit: "ratio",
    nWord: "people",
    reason: "nothing of the team was merged in this window",
  },
  { metric: "team.wip", title: "In progress now", part: null, nWord: "open", reason: "not read yet" },
  { metric: "team.commits", title: "Commits", part: null, nWord: "commits", reason: "no commits known" },
];

export const seriesMetrics: readonly string[] = ["team.reviews", "team.review_latency", "team.commits"];

/** Known as one number for the window, or for now alone. */
export const singleMetrics: readonly string[] = ["team.review_participation", "team.wip", "team.review_matrix"];

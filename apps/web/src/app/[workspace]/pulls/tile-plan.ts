import type { TilePlan } from "../../../dashboard/tile-plan.ts";

const noneMerged = "nothing merged in this window";

/** The tiles in their order: first how long things take, then how much there is. */
export const tilePlans: readonly TilePlan[] = [
  {
    metric: "pr.cycle_time",
    title: "Cycle time",
    part: "p50",
    nWord: "with commits",
    reason: "no commits known of what was merged",
  },
  {
    metric: "pr.time_to_first_review",
    title: "Time to first review",
    part: "p50",
    nWord: "reviewed",
    reason: "nothing opened in this window was reviewed",
  },
  { metric: "pr.pickup_time", title: "Pickup", part: "p50", nWord: "reviewed", reason: "nothing merged was reviewed" },
  { metric: "pr.review_time", title: "Review", part: "p50", nWord: "reviewed", reason: "nothing merged was reviewed" },
  { metric: "pr.time_to_merge", title: "Time to merge", part: "p50", nWord: "merged", reason: noneMerged },
  {
    metric: "pr.size",
    title: "Size",
    part: "p50",
    nWord: "with known files",
    reason: "no files known of what was merged",
  },
  { metric: "pr.merged", title: "Merged", part: null, nWord: "merged", reason: "not read yet" },
  { metric: "pr.opened", title: "Opened", part: null, nWord: "opened", reason: "not read yet" },
  {
    metric: "pr.open",
    title: "Open at the end",
    titleNow: "Open now",
    part: null,
    nWord: "open",
    reason: "not read yet",
  },
  {
    metric: "pr.merge_ratio",
    title: "Merge ratio",
    part: null,
    nWord: "closed",
    reason: "nothing closed in this window",
  },
  {
    metric: "pr.merged_without_review",
    title: "Merged without review",
    part: "ratio",
    unit: "ratio",
    nWord: "merged",
    reason: noneMerged,
  },
  { metric: "pr.review_depth", title: "Review depth", part: "p50", nWord: "merged", reason: noneMerged },
];

/** Beside the tiles' own: what the panels draw. */
export const panelMetrics: readonly string[] = ["pr.coding_time", "pr.deploy_time", "pr.closed_unmerged"];

import { sql } from "kysely";

import type { FactKind, LeftOut, Source } from "../metric.ts";

/** What every pr.* number counts: one row per pull request with the instants of its life. */
export const pullRequests: Source = {
  item: "pull_request",
  view: sql`metrics.pull_request_timeline`,
  actedAt: sql`item.created_at`,
  details: {
    is_draft: "flag",
    created_at: "instant",
    ready_at: "instant",
    first_commit_at: "instant",
    first_review_at: "instant",
    first_approval_at: "instant",
    merged_at: "instant",
    closed_at: "instant",
    deployed_at: "instant",
    updated_at: "instant",
  },
};

/** The columns of the timeline, as expressions. */
export const pr = {
  createdAt: sql`item.created_at`,
  readyAt: sql`item.ready_at`,
  firstCommitAt: sql`item.first_commit_at`,
  firstReviewAt: sql`item.first_review_at`,
  firstApprovalAt: sql`item.first_approval_at`,
  mergedAt: sql`item.merged_at`,
  closedAt: sql`item.closed_at`,
  deployedAt: sql`item.deployed_at`,
} as const;

/** Whatever may be somebody's first act on a pull request. */
export const actKinds: readonly FactKind[] = ["pull_requests", "reviews", "review_comments", "issue_comments"];

export const notReviewed: LeftOut = {
  reason: "no_review",
  when: sql`item.first_review_at is null`,
  text: "nobody but its author acted on it before the merge",
};

export const noCommit: LeftOut = {
  reason: "no_commit",
  when: sql`item.first_commit_at is null`,
  text: "its commits are not known",
};

export const notDeployed: LeftOut = {
  reason: "not_deployed",
  when: sql`item.deployed_at is null`,
  text: "no production deployment contains it yet",
};

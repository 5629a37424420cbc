import { countOf, day, half, howMany, minus, none, notYet, one, people, timeOf, type Naive } from "./naive-metric.ts";
import { average, histogram, percentile, ratio } from "./numbers.ts";
import { openPulls, pulls, staleItems } from "./select.ts";

export const pullRequestMetrics: Readonly<Record<string, Naive>> = {
  "pr.opened": countOf(pulls((life) => life.createdAt, one)),
  "pr.merged": countOf(pulls((life) => life.mergedAt, one)),
  "pr.closed_unmerged": countOf(pulls((life) => (life.mergedAt === null ? life.closedAt : null), one)),
  "pr.open": { kind: "state", select: openPulls(one), tell: howMany },
  "pr.merge_ratio": {
    kind: "event",
    select: pulls(
      (life) => life.mergedAt ?? life.closedAt,
      (life) => (life.mergedAt === null ? 0 : 1),
    ),
    tell: average,
  },
  "pr.merge_frequency": {
    kind: "event",
    select: pulls((life) => life.mergedAt, one),
    tell: (values, items, weeks) => {
      const perAuthor = ratio(values.length, people(items).size);
      return {
        per_week: values.length / weeks,
        per_week_per_author: perAuthor === null ? null : perAuthor / weeks,
      };
    },
  },
  "pr.coding_time": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.readyAt, life.firstCommitAt),
    ),
  ),
  "pr.pickup_time": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => {
        const waited = minus(life.firstReviewAt, life.readyAt);
        return waited === null ? null : Math.max(waited, 0);
      },
    ),
  ),
  "pr.review_time": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.mergedAt, life.firstReviewAt),
    ),
  ),
  "pr.approval_time": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.firstApprovalAt, life.firstReviewAt),
    ),
  ),
  "pr.deploy_time": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.deployedAt, life.mergedAt),
    ),
  ),
  "pr.time_to_merge": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.mergedAt, life.createdAt),
    ),
  ),
  "pr.time_to_close": timeOf(
    pulls(
      (life) => life.closedAt,
      (life) => minus(life.closedAt, life.createdAt),
    ),
  ),
  "pr.cycle_time": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.mergedAt, life.firstCommitAt),
    ),
  ),
  "pr.cycle_time_to_deploy": timeOf(
    pulls(
      (life) => life.mergedAt,
      (life) => minus(life.deployedAt, life.firstCommitAt),
    ),
  ),
  "pr.time_to_first_review": {
    ...timeOf(
      pulls(
        (life) => life.createdAt,
        (life) => minus(life.firstReviewAt, life.createdAt),
      ),
    ),
    beside: notYet,
  },
  "pr.merged_without_review": {
    kind: "event",
    select: pulls(
      (life) => life.mergedAt,
      (life) => (life.firstReviewAt === null ? 1 : 0),
    ),
    tell: (values) => ({ count: values.filter((value) => value === 1).length, ratio: average(values) }),
  },
  "pr.size": {
    kind: "event",
    select: pulls(
      (life) => life.mergedAt,
      (life) => life.lines,
    ),
    tell: (values) => none({ p50: percentile(values, 0.5), p90: percentile(values, 0.9) }),
    beside: (_, values) => ({ buckets: histogram(values, { xs: 20, s: 100, m: 250, l: 500, xl: Infinity }) }),
  },
  "pr.review_rounds": {
    kind: "event",
    select: pulls(
      (life) => life.mergedAt,
      (life) => life.rounds,
    ),
    tell: (...told) => none(half(...told)),
  },
  "pr.review_depth": {
    kind: "event",
    select: pulls(
      (life) => life.mergedAt,
      (life) => life.depth,
    ),
    tell: (values) => none({ mean: average(values), p50: percentile(values, 0.5) }),
  },
  "pr.stale": { kind: "now", select: staleItems("pullRequests", 14 * day), tell: howMany },
};

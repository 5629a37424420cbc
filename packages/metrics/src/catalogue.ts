import { AppError } from "@pulse/kit";

import type { Metric } from "./metric.ts";
import { nearestId } from "./nearest-id.ts";
import { prApprovalTime } from "./pr/approval-time.ts";
import { prClosedUnmerged } from "./pr/closed-unmerged.ts";
import { prCodingTime } from "./pr/coding-time.ts";
import { prCycleTimeToDeploy } from "./pr/cycle-time-to-deploy.ts";
import { prCycleTime } from "./pr/cycle-time.ts";
import { prDeployTime } from "./pr/deploy-time.ts";
import { prMergeFrequency } from "./pr/merge-frequency.ts";
import { prMergeRatio } from "./pr/merge-ratio.ts";
import { prMergedWithoutReview } from "./pr/merged-without-review.ts";
import { prMerged } from "./pr/merged.ts";
import { prOpen } from "./pr/open.ts";
import { prOpened } from "./pr/opened.ts";
import { prPickupTime } from "./pr/pickup-time.ts";
import { prReviewDepth } from "./pr/review-depth.ts";
import { prReviewRounds } from "./pr/review-rounds.ts";
import { prReviewTime } from "./pr/review-time.ts";
import { prSize } from "./pr/size.ts";
import { prStale } from "./pr/stale.ts";
import { prTimeToClose } from "./pr/time-to-close.ts";
import { prTimeToFirstReview } from "./pr/time-to-first-review.ts";
import { prTimeToMerge } from "./pr/time-to-merge.ts";

/** Every number that Pulse-Hub knows, in the order in which METRICS.md defines them. */
export const catalogue: readonly Metric[] = [
  prOpened,
  prMerged,
  prClosedUnmerged,
  prOpen,
  prMergeRatio,
  prMergeFrequency,
  prCodingTime,
  prPickupTime,
  prReviewTime,
  prApprovalTime,
  prDeployTime,
  prTimeToMerge,
  prTimeToClose,
  prCycleTime,
  prCycleTimeToDeploy,
  prTimeToFirstReview,
  prMergedWithoutReview,
  prSize,
  prReviewRounds,
  prReviewDepth,
  prStale,
];

const byId: ReadonlyMap<string, Metric> = new Map(catalogue.map((metric) => [metric.id, metric]));

/** Throws `not_found`, naming the id that was most likely meant. */
export function getMetric(id: string): Metric {
  const metric = byId.get(id);
  if (metric !== undefined) return metric;
  throw new AppError(
    "not_found",
    `There is no metric "${id.slice(0, 80)}". Did you mean "${nearestId(id.slice(0, 80), [...byId.keys()])}"? Run: ./pulse metric list`,
  );
}

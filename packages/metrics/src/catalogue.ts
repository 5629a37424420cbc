import { AppError } from "@pulse/kit";

import { ciDuration } from "./ci/duration.ts";
import { ciFlakeRate } from "./ci/flake-rate.ts";
import { ciMinutes } from "./ci/minutes.ts";
import { ciQueueTime } from "./ci/queue-time.ts";
import { ciRerunRate } from "./ci/rerun-rate.ts";
import { ciRuns } from "./ci/runs.ts";
import { ciSuccessRate } from "./ci/success-rate.ts";
import { ciTopFailing } from "./ci/top-failing.ts";
import { doraChangeFailRate } from "./dora/change-fail-rate.ts";
import { doraChangeLeadTime } from "./dora/change-lead-time.ts";
import { doraDeploymentFrequency } from "./dora/deployment-frequency.ts";
import { doraDeploymentReworkRate } from "./dora/deployment-rework-rate.ts";
import { doraFailedDeploymentRecoveryTime } from "./dora/failed-deployment-recovery-time.ts";
import { doraIncidents } from "./dora/incident-count.ts";
import { doraUndeployedChanges } from "./dora/undeployed-changes.ts";
import { issueAge } from "./issue/age.ts";
import { issueBacklog } from "./issue/backlog.ts";
import { issueByLabel } from "./issue/by-label.ts";
import { issueChaossClosureRatio } from "./issue/chaoss-closure-ratio.ts";
import { issueClosed } from "./issue/closed.ts";
import { issueClosureRatio } from "./issue/closure-ratio.ts";
import { issueNet } from "./issue/net.ts";
import { issueOpened } from "./issue/opened.ts";
import { issueResponseWithinSla } from "./issue/response-within-sla.ts";
import { issueStale } from "./issue/stale.ts";
import { issueTimeToClose } from "./issue/time-to-close.ts";
import { issueTimeToFirstResponse } from "./issue/time-to-first-response.ts";
import type { Metric } from "./metric.ts";
import { milestoneProgress } from "./milestone/progress.ts";
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
import { repoActiveContributors } from "./repo/active-contributors.ts";
import { repoContributorAbsenceFactor } from "./repo/contributor-absence-factor.ts";
import { repoForks } from "./repo/forks.ts";
import { repoNewContributors } from "./repo/new-contributors.ts";
import { repoOpenIssues } from "./repo/open-issues.ts";
import { repoOpenPrs } from "./repo/open-prs.ts";
import { repoReleases } from "./repo/releases.ts";
import { repoStars } from "./repo/stars.ts";
import { repoWatchers } from "./repo/watchers.ts";
import { teamCommits } from "./team/commits.ts";
import { teamReviewLatency } from "./team/review-latency.ts";
import { teamReviewMatrix } from "./team/review-matrix.ts";
import { teamReviewParticipation } from "./team/review-participation.ts";
import { teamReviews } from "./team/review-count.ts";
import { teamWip } from "./team/wip.ts";

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
  issueOpened,
  issueClosed,
  issueNet,
  issueBacklog,
  issueTimeToFirstResponse,
  issueTimeToClose,
  issueAge,
  issueStale,
  issueResponseWithinSla,
  issueByLabel,
  issueClosureRatio,
  issueChaossClosureRatio,
  milestoneProgress,
  repoStars,
  repoForks,
  repoWatchers,
  repoOpenIssues,
  repoOpenPrs,
  repoActiveContributors,
  repoNewContributors,
  repoContributorAbsenceFactor,
  repoReleases,
  teamCommits,
  teamReviews,
  teamReviewLatency,
  teamReviewParticipation,
  teamReviewMatrix,
  teamWip,
  ciRuns,
  ciSuccessRate,
  ciDuration,
  ciQueueTime,
  ciRerunRate,
  ciFlakeRate,
  ciTopFailing,
  ciMinutes,
  doraDeploymentFrequency,
  doraChangeLeadTime,
  doraChangeFailRate,
  doraFailedDeploymentRecoveryTime,
  doraDeploymentReworkRate,
  doraIncidents,
  doraUndeployedChanges,
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

import { analyticsChanges } from "./analytics/changes.ts";
import { analyticsCiHealth } from "./analytics/ci-health.ts";
import { analyticsDora } from "./analytics/dora.ts";
import { analyticsListMetrics } from "./analytics/list-metrics.ts";
import { analyticsMetric } from "./analytics/metric.ts";
import { analyticsReviewLoad } from "./analytics/review-load.ts";
import { analyticsSlowItems } from "./analytics/slow-items.ts";
import { analyticsStatus } from "./analytics/status.ts";
import { analyticsSummary } from "./analytics/summary.ts";
import { githubCreateIssue } from "./github/create-issue.ts";
import { githubGetRepo } from "./github/get-repo.ts";
import { githubGetWorkflowRuns } from "./github/get-workflow-runs.ts";
import { githubListIssues } from "./github/list-issues.ts";
import { githubListPrs } from "./github/list-prs.ts";
import { githubListRepos } from "./github/list-repos.ts";
import { githubWhoami } from "./github/whoami.ts";
import type { Tool } from "./tool.ts";

/** Every tool there is, in the order in which clients are told of them. */
export const tools: readonly Tool[] = [
  analyticsMetric,
  analyticsListMetrics,
  analyticsSummary,
  analyticsChanges,
  analyticsSlowItems,
  analyticsCiHealth,
  analyticsReviewLoad,
  analyticsDora,
  analyticsStatus,
  githubListRepos,
  githubGetRepo,
  githubListIssues,
  githubCreateIssue,
  githubListPrs,
  githubGetWorkflowRuns,
  githubWhoami,
];

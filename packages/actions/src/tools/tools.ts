import { analyticsChanges } from "./analytics/changes.ts";
import { analyticsCiHealth } from "./analytics/ci-health.ts";
import { analyticsDora } from "./analytics/dora.ts";
import { analyticsListMetrics } from "./analytics/list-metrics.ts";
import { analyticsMetric } from "./analytics/metric.ts";
import { analyticsQuery } from "./analytics/query.ts";
import { analyticsReviewLoad } from "./analytics/review-load.ts";
import { analyticsSlowItems } from "./analytics/slow-items.ts";
import { analyticsStatus } from "./analytics/status.ts";
import { analyticsSummary } from "./analytics/summary.ts";
import { githubAddIssueComment } from "./github/add-issue-comment.ts";
import { githubAssignIssue } from "./github/assign-issue.ts";
import { githubCreateIssue } from "./github/create-issue.ts";
import { githubDispatchWorkflow } from "./github/dispatch-workflow.ts";
import { githubGetIssue } from "./github/get-issue.ts";
import { githubGetJobLog } from "./github/get-job-log.ts";
import { githubGetPr } from "./github/get-pr.ts";
import { githubGetRepo } from "./github/get-repo.ts";
import { githubGetRunJobs } from "./github/get-run-jobs.ts";
import { githubGetWorkflowRuns } from "./github/get-workflow-runs.ts";
import { githubLabelIssue } from "./github/label-issue.ts";
import { githubListIssues } from "./github/list-issues.ts";
import { githubListPrs } from "./github/list-prs.ts";
import { githubListRepos } from "./github/list-repos.ts";
import { githubRequestReview } from "./github/request-review.ts";
import { githubRerunWorkflow } from "./github/rerun-workflow.ts";
import { githubSearchIssues } from "./github/search-issues.ts";
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
  analyticsQuery,
  githubListRepos,
  githubGetRepo,
  githubListIssues,
  githubGetIssue,
  githubSearchIssues,
  githubCreateIssue,
  githubAddIssueComment,
  githubLabelIssue,
  githubAssignIssue,
  githubListPrs,
  githubGetPr,
  githubRequestReview,
  githubGetWorkflowRuns,
  githubGetRunJobs,
  githubGetJobLog,
  githubDispatchWorkflow,
  githubRerunWorkflow,
  githubWhoami,
];

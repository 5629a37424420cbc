export { importActions, type ActionsImport } from "./actions-import/import-actions.ts";
export { importArchive, type ArchiveImport } from "./archive/import-archive.ts";
export { archiveKinds, type ArchiveCounts } from "./archive/archive-counts.ts";
export { importGit, type GitImport } from "./git/import-git.ts";
export { createGitHubClient, type ClientContext, type ClientOptions } from "./client/create-github-client.ts";
export type {
  ConnectionCredential,
  ConnectionKind,
  GetOptions,
  GitHubClient,
  GraphQLAnswer,
  OpenedConnection,
  RestAnswer,
} from "./client/github-client.ts";
export { checkToken } from "./connections/check-token.ts";
export { addDeploymentStatus } from "./deployments/add-deployment-status.ts";
export { ensureBranch } from "./deployments/ensure-branch.ts";
export { ensureDeployment } from "./deployments/ensure-deployment.ts";
export { getBranchHead } from "./deployments/get-branch-head.ts";
export { enterRepository } from "./save/enter-repository.ts";
export { saveDefaultBranch, type SavedRepository } from "./save/ensure-repository.ts";
export { erasePerson, findErasable, type Erasable } from "./save/erase-person.ts";
export { isHidden } from "./sync/hidden-access.ts";
export { lockRepository } from "./save/lock-repository.ts";
export { markMissingItems } from "./save/mark-missing-items.ts";
export { isRepositoryName, parseRepositoryName, type RepositoryName } from "./save/parse-repository-name.ts";
export { refreshActors } from "./save/refresh-actors.ts";
export { saveAccounts, type AccountIds, type AccountRow } from "./save/save-accounts.ts";
export { listDefaultBranchShas, markOffDefaultBranch, saveCommits, type CommitRow } from "./save/save-commits.ts";
export { saveIssueComments, type IssueCommentRow, type SavedChildren } from "./save/save-issue-comments.ts";
export { saveIssues, type IssueRow, type SavedItems } from "./save/save-issues.ts";
export { saveLabels, type LabelRow } from "./save/save-labels.ts";
export { savePullRequestCommits, type PullRequestCommitRow } from "./save/save-pull-request-commits.ts";
export { savePullRequestFiles, type PullRequestFileRow } from "./save/save-pull-request-files.ts";
export { savePullRequestSizes, type PullRequestSizeRow } from "./save/save-pull-request-sizes.ts";
export { savePullRequests, type PullRequestRow } from "./save/save-pull-requests.ts";
export { saveReviewComments, type ReviewCommentRow } from "./save/save-review-comments.ts";
export { removeMissingReviews, saveReviews, type ReviewRow } from "./save/save-reviews.ts";
export type { SaveCounts, SaveScope } from "./save/save-scope.ts";
export { isCoveredBeyond, saveSyncState, type SyncKind } from "./save/save-sync-state.ts";
export { saveTags, type TagRow } from "./save/save-tags.ts";
export { decodeForm } from "./webhooks/decode-form.ts";
export { readEnvelope } from "./webhooks/read-envelope.ts";
export {
  storeDeliveries,
  storeLargeDelivery,
  type Delivery,
  type JudgedDelivery,
  type Stored,
} from "./webhooks/store-deliveries.ts";
export { findHookSecrets } from "./webhooks/find-hook-secrets.ts";
export { isSignature, signBody, verifySignature } from "./webhooks/verify-signature.ts";
export { markConnection, type ConnectionStatus } from "./client/mark-connection.ts";
export {
  checkRepositoryAccess,
  type RepositoryAccess,
  type RepositoryRight,
} from "./connections/check-repository-access.ts";
export {
  findConnectionRow,
  getConnectionRow,
  listConnectionRows,
  type ConnectionRow,
} from "./connections/connection-row.ts";
export { inspectConnection, type ConnectionFacts } from "./connections/inspect-connection.ts";
export { listRateBudgets, type RateBudget } from "./connections/list-rate-budgets.ts";
export { noteConnectionFacts } from "./connections/note-connection-facts.ts";
export { asAppItself } from "./connections/as-app-itself.ts";
export { openConnection } from "./connections/open-connection.ts";
export { removeConnectionRow } from "./connections/remove-connection-row.ts";
export { storeConnection } from "./connections/store-connection.ts";
export { claimRun, type ClaimedRun } from "./sync-runs/claim-run.ts";
export { doRun, type ReadingContext } from "./sync-runs/do-run.ts";
export { holdRun } from "./sync-runs/hold-run.ts";
export { queueRun, type QueuedRun, type RunTrigger } from "./sync-runs/queue-run.ts";
export { queueDueRuns, queueSweeps } from "./sync-runs/queue-due-runs.ts";
export { listUnprovenRepositories, proveAccess, type RepositoryToProve } from "./connections/prove-access.ts";
export { syncRepository, type SyncResult } from "./sync/sync-repository.ts";
export type { SyncContext, SyncTrigger } from "./sync/sync-context.ts";
export type { KindProgress } from "./sync/sync-run.ts";
export { findRepositoryByGithubId } from "./save/save-repository.ts";
export { noteFailedAttempt, processDeliveries, type ProcessContext } from "./webhooks/process-deliveries.ts";
export { queueRefreshes } from "./webhooks/request-refresh.ts";
export { listHookRows, removeHookRow, saveHookRow, type HookRow } from "./hooks/hook-rows.ts";
export { parseHookTarget, type HookTarget } from "./hooks/hook-target.ts";
export { listApps } from "./hooks/list-apps.ts";
export { recoverAllHooks } from "./hooks/recover-all-hooks.ts";
export { appDeliveriesPath, recoverApp } from "./hooks/recover-app.ts";
export { deliveriesPath, recoverHook, type Recovery } from "./hooks/recover-hook.ts";
export { findListedDelivery, requestDelivery } from "./hooks/request-missed.ts";
export { dropOldWebhookSecrets, ensureWebhookSecret, rotateWebhookSecret } from "./hooks/webhook-secrets.ts";
export { deleteHook, ensureHook, setHookSecret } from "./hooks/write-hook.ts";
export { createLiveIssue, type NewIssue } from "./live/create-live-issue.ts";
export {
  findLiveIssue,
  getLivePull,
  listLiveComments,
  listLiveFiles,
  listLiveIssues,
  listLiveJobs,
  listLivePulls,
  listLiveReviews,
  listLiveRuns,
  searchLiveIssues,
  type LiveComment,
  type LiveFile,
  type LiveIssue,
  type LiveJob,
  type LivePull,
  type LiveRun,
} from "./live/read-live.ts";
export type { LivePage } from "./live/ask-live.ts";
export { readLiveJobLog } from "./live/read-live-job-log.ts";
export {
  changeLiveAssignees,
  changeLiveLabels,
  createLiveComment,
  dispatchLiveWorkflow,
  requestLiveReviews,
  rerunLiveWorkflow,
} from "./live/write-live.ts";

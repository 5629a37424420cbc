import type { ListedCommand } from "../command.ts";
import { bench } from "./bench.ts";
import { check } from "./check.ts";
import { connectionCheck } from "./connection-check.ts";
import { connectionList } from "./connection-list.ts";
import { connectionRemove } from "./connection-remove.ts";
import { connectionReseal } from "./connection-reseal.ts";
import { connectionSave } from "./connection-save.ts";
import { dbBackup } from "./db-backup.ts";
import { dbDrift } from "./db-drift.ts";
import { dbMigrate } from "./db-migrate.ts";
import { dbMove } from "./db-move.ts";
import { dbRestore } from "./db-restore.ts";
import { dbRollback } from "./db-rollback.ts";
import { dbSnapshot } from "./db-snapshot.ts";
import { dbStatus } from "./db-status.ts";
import { dbVerify } from "./db-verify.ts";
import { deployApply } from "./deploy-apply.ts";
import { deployCancel } from "./deploy-cancel.ts";
import { deployCheck } from "./deploy-check.ts";
import { deployCost } from "./deploy-cost.ts";
import { deployHealth } from "./deploy-health.ts";
import { deployHistory } from "./deploy-history.ts";
import { deployLogs } from "./deploy-logs.ts";
import { deployMap } from "./deploy-map.ts";
import { deployPlan } from "./deploy-plan.ts";
import { deployRollback } from "./deploy-rollback.ts";
import { deployStatus } from "./deploy-status.ts";
import { deploySecrets } from "./deploy-secrets.ts";
import { deploySmoke } from "./deploy-smoke.ts";
import { doctor } from "./doctor.ts";
import { deploymentRecord } from "./deployment-record.ts";
import { incidentRecord } from "./incident-record.ts";
import { exportCommand } from "./export.ts";
import { importActions } from "./import-actions.ts";
import { importArchive } from "./import-archive.ts";
import { importExport } from "./import-export.ts";
import { importGit } from "./import-git.ts";
import { keyCreate } from "./key-create.ts";
import { keyList } from "./key-list.ts";
import { keyRevoke } from "./key-revoke.ts";
import { labelGroupList } from "./label-group-list.ts";
import { labelGroupRemove } from "./label-group-remove.ts";
import { labelGroupSave } from "./label-group-save.ts";
import { link } from "./link.ts";
import { mcp } from "./mcp.ts";
import { mcpKey } from "./mcp-key.ts";
import { mcpToken } from "./mcp-token.ts";
import { memberSignOut } from "./member-sign-out.ts";
import { metricList } from "./metric-list.ts";
import { metricShow } from "./metric-show.ts";
import { personErase } from "./person-erase.ts";
import { repoConnect } from "./repo-connect.ts";
import { repoList } from "./repo-list.ts";
import { repoRemove } from "./repo-remove.ts";
import { syncRun } from "./sync-run.ts";
import { syncStatus } from "./sync-status.ts";
import { test } from "./test.ts";
import { up } from "./up.ts";
import { webhookCreate } from "./webhook-create.ts";
import { webhookDeliveries } from "./webhook-deliveries.ts";
import { webhookList } from "./webhook-list.ts";
import { webhookRecover } from "./webhook-recover.ts";
import { webhookRedeliver } from "./webhook-redeliver.ts";
import { webhookRemove } from "./webhook-remove.ts";
import { webhookReplay } from "./webhook-replay.ts";
import { webhookRotate } from "./webhook-rotate.ts";

/** Every command, in the order of the help page. */
export const commands: readonly ListedCommand[] = [
  up,
  importArchive,
  importGit,
  importActions,
  importExport,
  repoConnect,
  repoList,
  repoRemove,
  connectionSave,
  connectionList,
  connectionCheck,
  connectionRemove,
  connectionReseal,
  syncRun,
  syncStatus,
  webhookCreate,
  webhookList,
  webhookDeliveries,
  webhookReplay,
  webhookRedeliver,
  webhookRotate,
  webhookRemove,
  webhookRecover,
  metricList,
  metricShow,
  exportCommand,
  labelGroupSave,
  deploymentRecord,
  incidentRecord,
  labelGroupList,
  labelGroupRemove,
  link,
  deployCheck,
  deployPlan,
  deployApply,
  deployStatus,
  deployHistory,
  deployHealth,
  deployLogs,
  deployCancel,
  deployRollback,
  deployCost,
  deployMap,
  deploySecrets,
  deploySmoke,
  mcp,
  mcpToken,
  mcpKey,
  keyCreate,
  keyList,
  keyRevoke,
  memberSignOut,
  personErase,
  dbMigrate,
  dbRollback,
  dbStatus,
  dbVerify,
  dbDrift,
  dbSnapshot,
  dbBackup,
  dbRestore,
  dbMove,
  doctor,
  check,
  test,
  bench,
];

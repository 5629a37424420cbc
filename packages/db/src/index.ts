export { connect, parsePostgresUrl, type Db, type Tx } from "./connect.ts";
export { keptPlan } from "./keep-plans.ts";
export { connectIdentity } from "./connect-identity.ts";
export { withService } from "./with-service.ts";
export { streamWorkspace } from "./stream-workspace.ts";
export { queryWorkspace, type KnownStatement } from "./query-workspace.ts";
export { enterWorkspace, withWorkspace, type WorkspaceClaims } from "./with-workspace.ts";
export { ensureDefaultWorkspace, localOwnerId } from "./ensure-default-workspace.ts";
export { getWorkspace, type Role, type Workspace } from "./get-workspace.ts";
export { listWorkspaces } from "./list-workspaces.ts";
export { findNewestWorkerBeat } from "./find-newest-worker-beat.ts";
export { migrate, type MigrateResult } from "./migrate/migrate.ts";
export { rollback, type RollbackResult, type RollbackTarget } from "./migrate/rollback.ts";
export { migrationStatus, type MigrationStatus } from "./migrate/migration-status.ts";
export { poolerWarning } from "./migrate/with-session.ts";
export { maskUrl } from "./migrate/mask-url.ts";
export type { MigrationStep, MigratorInput } from "./migrate/as-migrator.ts";
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type StartInput as StartEmbeddedPostgresInput,
} from "./embedded/start-embedded-postgres.ts";
export { verifyMigrations } from "./migrate/verify-migrations.ts";
export { drift } from "./catalogue/drift.ts";
export { printDifferences, type CatalogueDifference } from "./catalogue/compare-catalogues.ts";
export { programCatalogueFile } from "./catalogue/program-catalogue-file.ts";
export { snapshotCatalogue } from "./catalogue/snapshot-catalogue.ts";
export { beatWorker, removeWorker, type WorkerIdentity } from "./beat-worker.ts";
export { probeEmbeddedPostgres } from "./embedded/probe-embedded-postgres.ts";
export { checkServer } from "./check-server.ts";
export { readDatabaseRights, type DatabaseRights } from "./read-database-rights.ts";
export { refreshStatistics } from "./refresh-statistics.ts";
export { publishEvents, type LiveEvent } from "./publish-event.ts";
export { listenForEvents, type EventListening, type ListenState } from "./events/listen-for-events.ts";
export {
  currentEventPosition,
  parseEventPosition,
  printEventPosition,
  readEvents,
  type EventPosition,
  type WatchedEvent,
} from "./events/read-events.ts";
export { ensureKeyFile } from "./secrets/ensure-key-file.ts";
export { readKeyRing, type KeyRing } from "./secrets/key-ring.ts";
export { keyRingSetting } from "./secrets/key-ring-setting.ts";
export { resealSecrets } from "./secrets/reseal-secrets.ts";
export { openSecret, sealSecret, type SecretPlace } from "./secrets/seal-secret.ts";
export { countExpired, type ExpiredRows } from "./jobs/count-expired.ts";
export { deleteExpired, type DeletedRows } from "./jobs/delete-expired.ts";
export { ensureJobsSchema } from "./jobs/ensure-jobs-schema.ts";
export { startJobs, type Jobs, type RecurringJob } from "./jobs/start-jobs.ts";
export { connectService, type ServiceConnection } from "./connect-service.ts";
export { backupDatabase } from "./backup/backup-database.ts";
export { checkBackupFile } from "./backup/backup-file.ts";
export { moveDatabase } from "./backup/move-database.ts";
export { restoreDatabase } from "./backup/restore-database.ts";
export { upgradeEmbeddedPostgres } from "./embedded/upgrade-embedded-postgres.ts";
export { askInSql } from "./free-sql/ask-in-sql.ts";
export { switchBiLogin } from "./free-sql/switch-bi-login.ts";
export { readPoolSizes } from "./pool-sizes.ts";

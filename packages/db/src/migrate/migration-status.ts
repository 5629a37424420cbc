import { listApplied, type AppliedMigration } from "./bookkeeping.ts";
import { changedScripts } from "./check-history.ts";
import { programMigrationsDir, readMigrations, type Migration } from "./migration-files.ts";
import { withSession } from "./with-session.ts";

/** `changed`: its file is no longer what was applied. `unknown`: the program does not have it. `unfinished`: begun, never ended. */
type MigrationState = "applied" | "pending" | "changed" | "unknown" | "unfinished";

type MigrationStatusEntry = {
  readonly version: number;
  readonly name: string;
  readonly state: MigrationState;
  readonly appliedAt: Date | null;
  readonly programVersion: string | null;
};

export type MigrationStatus = {
  /** Every migration of the program is applied as it is, and no other. */
  readonly isCurrent: boolean;
  readonly version: number;
  readonly latest: number;
  readonly migrations: readonly MigrationStatusEntry[];
};

/** What is applied and what is not, in order of version. Reads only, and takes no lock. */
export async function migrationStatus(input: {
  readonly url: string;
  readonly migrationsDir?: string;
}): Promise<MigrationStatus> {
  const migrations = await readMigrations(input.migrationsDir ?? programMigrationsDir());
  const recorded = await withSession(input.url, listApplied);
  return compareHistory(migrations, recorded);
}

function compareHistory(migrations: readonly Migration[], recorded: readonly AppliedMigration[]): MigrationStatus {
  const rowOf = new Map(recorded.map((row) => [row.version, row]));
  const known = migrations.map((migration) => entryOf(migration, rowOf.get(migration.version)));
  const unknown = recorded.filter((row) => row.version > migrations.length).map((row) => unknownEntry(row));
  const entries = [...known, ...unknown];
  return {
    isCurrent: entries.every((entry) => entry.state === "applied"),
    version: recorded.findLast((row) => row.appliedAt !== null)?.version ?? 0,
    latest: migrations.length,
    migrations: entries,
  };
}

function entryOf(migration: Migration, row: AppliedMigration | undefined): MigrationStatusEntry {
  if (row === undefined) {
    return {
      version: migration.version,
      name: migration.name,
      state: "pending",
      appliedAt: null,
      programVersion: null,
    };
  }
  return {
    version: row.version,
    name: row.name,
    state: stateOf(migration, row),
    appliedAt: row.appliedAt,
    programVersion: row.programVersion,
  };
}

function stateOf(migration: Migration, row: AppliedMigration): MigrationState {
  if (row.appliedAt === null) return "unfinished";
  return row.name === migration.name && changedScripts(row, migration).length === 0 ? "applied" : "changed";
}

function unknownEntry(row: AppliedMigration): MigrationStatusEntry {
  return {
    version: row.version,
    name: row.name,
    state: "unknown",
    appliedAt: row.appliedAt,
    programVersion: row.programVersion,
  };
}

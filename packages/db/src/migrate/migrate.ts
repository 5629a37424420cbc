import { AppError } from "@pulse/kit";

import { asMigrator, takeStep, type MigrationStep, type MigratorInput } from "./as-migrator.ts";
import { ensureBookkeeping, listApplied, openBookkeepingToService, type AppliedMigration } from "./bookkeeping.ts";
import { checkHistory } from "./check-history.ts";
import { checkPrivileges } from "./check-privileges.ts";
import { programMigrationsDir, readMigrations, type Migration } from "./migration-files.ts";
import { programVersion } from "./program-version.ts";
import { runDown, runUp } from "./run-script.ts";

export type MigrateResult = { readonly applied: readonly MigrationStep[]; readonly version: number };

/**
 * Applies what is pending, in order, each migration in a transaction of its own, up to and including version `to`. When one fails, those
 * before it stay. Throws `conflict` for a history that does not match, a lock that is held or a script that failed, `forbidden` with the
 * SQL for an administrator when a right is missing.
 */
export async function migrate(input: MigratorInput & { readonly to?: number }): Promise<MigrateResult> {
  const migrations = await readMigrations(input.migrationsDir ?? programMigrationsDir());
  const target = input.to ?? migrations.length;
  checkTarget(target, migrations.length);
  return await asMigrator(input, async (session) => {
    const recorded = await listApplied(session);
    checkHistory(migrations, recorded);
    const finished = recorded.filter((row) => row.appliedAt !== null).length;
    checkDirection(target, input.to === undefined ? 0 : finished);
    const pending = migrations.slice(finished, target);
    if (pending.length > 0) await checkPrivileges(session);
    await ensureBookkeeping(session);
    for (const migration of unfinished(migrations, recorded)) await runDown(session, migration);
    const applied: MigrationStep[] = [];
    for (const migration of pending) {
      applied.push(await takeStep(input, migration, () => runUp(session, migration, programVersion)));
    }
    await openBookkeepingToService(session);
    return { applied, version: finished + applied.length };
  });
}

function checkTarget(target: number, latest: number): void {
  if (Number.isInteger(target) && target >= 1 && target <= latest) return;
  if (latest === 0 && target === 0) return;
  throw new AppError("invalid", `There is no migration ${target} to go up to: this program has 1 to ${latest}`);
}

function checkDirection(target: number, current: number): void {
  if (target >= current) return;
  throw new AppError(
    "invalid",
    `The database is at migration ${current}, beyond ${target}. To take migrations back, with their data, run: ./pulse db rollback --to ${target}`,
  );
}

// A migration outside a transaction whose process died half-way: its down script clears away the part that was done.
function unfinished(migrations: readonly Migration[], recorded: readonly AppliedMigration[]): readonly Migration[] {
  const versions = new Set(recorded.filter((row) => row.appliedAt === null).map((row) => row.version));
  return migrations.filter((migration) => versions.has(migration.version));
}

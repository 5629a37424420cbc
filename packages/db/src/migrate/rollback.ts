import { AppError } from "@pulse/kit";

import { asMigrator, takeStep, type MigrationStep, type MigratorInput } from "./as-migrator.ts";
import { listApplied } from "./bookkeeping.ts";
import { checkHistory } from "./check-history.ts";
import { programMigrationsDir, readMigrations } from "./migration-files.ts";
import { runDown } from "./run-script.ts";

export type RollbackTarget =
  /** The version that stays applied; 0 takes everything back. */
  | { readonly to: number; readonly steps?: never }
  /** How many to take back; 1 unless given. */
  | { readonly to?: never; readonly steps?: number };

export type RollbackResult = { readonly takenBack: readonly MigrationStep[]; readonly version: number };

/** Takes migrations back, newest first, each in a transaction of its own, with the data they hold. Throws as `migrate` does. */
export async function rollback(input: MigratorInput & RollbackTarget): Promise<RollbackResult> {
  const migrations = await readMigrations(input.migrationsDir ?? programMigrationsDir());
  return await asMigrator(input, async (session) => {
    const recorded = await listApplied(session);
    checkHistory(migrations, recorded);
    const target = versionToKeep(input, recorded.length);
    const takenBack: MigrationStep[] = [];
    for (const migration of migrations.slice(target, recorded.length).toReversed()) {
      takenBack.push(await takeStep(input, migration, () => runDown(session, migration)));
    }
    return { takenBack, version: target };
  });
}

function versionToKeep(target: RollbackTarget, current: number): number {
  if (target.to !== undefined) {
    if (Number.isInteger(target.to) && target.to >= 0 && target.to <= current) return target.to;
    throw new AppError("invalid", `There is no way back to migration ${target.to}: the database is at ${current}`);
  }
  const steps = target.steps ?? 1;
  if (Number.isInteger(steps) && steps >= 1 && steps <= Math.max(current, 1)) return Math.max(current - steps, 0);
  throw new AppError("invalid", `${steps} migrations cannot be taken back: ${current} are applied`);
}

import path from "node:path";

import { AppError } from "@pulse/kit";

import type { AppliedMigration } from "./bookkeeping.ts";
import type { Migration, MigrationScript } from "./migration-files.ts";

/**
 * Refuses to go on when what the database remembers is not what the program has: a newer database, a changed or renamed file, a hole.
 * Throws `conflict` that lists everything found. Both lists are in order of version; `migrations` has no gaps.
 */
export function checkHistory(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const newer = applied.filter((row) => row.version > migrations.length);
  if (newer.length > 0) throw newerDatabaseError(newer, migrations.length);
  const problems = applied.flatMap((row, index) => [
    ...holeBefore(row, index),
    ...differences(row, migrations[row.version - 1]),
  ]);
  if (problems.length > 0) {
    throw new AppError("conflict", `The migrations do not match this database:\n  ${problems.join("\n  ")}`, {
      details: { problems },
    });
  }
}

/** The files of an applied migration that are no longer what was applied. */
export function changedScripts(row: AppliedMigration, migration: Migration): readonly MigrationScript[] {
  const changed: MigrationScript[] = [];
  if (row.checksum !== migration.up.checksum) changed.push(migration.up);
  if (row.downChecksum !== migration.down.checksum) changed.push(migration.down);
  return changed;
}

function newerDatabaseError(newer: readonly AppliedMigration[], latest: number): AppError {
  const versions = [...new Set(newer.map((row) => row.programVersion))].join(", ");
  return new AppError(
    "conflict",
    `This database is newer than this program: it has ${newer.map((row) => row.name).join(", ")}, and the program knows migrations up to ${latest}. ` +
      `Use the program that applied them (version ${versions}) or a newer one`,
    { details: { newer: newer.map((row) => row.name) } },
  );
}

function holeBefore(row: AppliedMigration, index: number): string[] {
  if (row.version === index + 1) return [];
  return [
    `${row.name} is recorded as applied, but number ${index + 1} is not: somebody changed pulse.schema_migrations by hand. Restore its row`,
  ];
}

function differences(row: AppliedMigration, migration: Migration | undefined): string[] {
  if (migration === undefined) return [];
  if (row.name !== migration.name) {
    return [
      `${row.name} was applied under that name, and its file is now ${migration.name}. Give the file its old name back`,
    ];
  }
  return changedScripts(row, migration).map(
    (script) =>
      `${path.basename(script.path)} was changed after ${row.name} was applied${row.appliedAt === null ? "" : ` (${row.appliedAt.toISOString()})`}. ` +
      `Put the applied version back (git log -- ${path.basename(script.path)}) and write the change as a new migration`,
  );
}

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { migrate } from "../src/migrate/migrate.ts";
import { programMigrationsDir, readMigrations, type Migration } from "../src/migrate/migration-files.ts";
import { queryAs } from "../src/testing/query-as.ts";

const recordingsDir = path.resolve(import.meta.dirname, "recordings");

/** Where the made-up data of a migration lies: SQL that runs as soon as that migration is applied. */
export function recordingOf(migration: Pick<Migration, "name">, directory: string = recordingsDir): string {
  return path.join(directory, `${migration.name}.sql`);
}

/** Migrations without a recording, by name. */
export async function listUnrecorded(
  input: { migrationsDir?: string; recordingsDir?: string } = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(input.migrationsDir ?? programMigrationsDir());
  return migrations.map(({ name }) => name).filter((name) => !existsSync(recordingOf({ name }, input.recordingsDir)));
}

type Stages = {
  /** When a migration was applied to what there was before. */
  readonly onMigrated?: (version: number) => Promise<void>;
  /** When data of its own has come as well. */
  readonly onRecorded?: (version: number) => Promise<void>;
};

/** Lives through every migration as an installation would have: each is applied to the data of those before, and brings data of its own. */
export async function recordDatabase(
  { url, superUrl }: { readonly url: string; readonly superUrl: string },
  stages: Stages = {},
): Promise<void> {
  for (const migration of await readMigrations(programMigrationsDir())) {
    await migrate({ url, to: migration.version });
    await stages.onMigrated?.(migration.version);
    const recording = await readFile(recordingOf(migration), "utf8").catch(() => "");
    await queryAs(superUrl, `begin; ${recording}; commit`);
    await stages.onRecorded?.(migration.version);
  }
}

import path from "node:path";

import { AppError } from "@pulse/kit";

import type { CatalogueEntry } from "../catalogue/catalogue-entry.ts";
import { compareCatalogues, printDifferences } from "../catalogue/compare-catalogues.ts";
import { listOtherSchemas, readCatalogue } from "../catalogue/read-catalogue.ts";
import { migrate } from "./migrate.ts";
import { programMigrationsDir, readMigrations, type Migration } from "./migration-files.ts";
import { rollback } from "./rollback.ts";
import { withScratchDatabase } from "./with-scratch-database.ts";
import { withSession, type Session } from "./with-session.ts";

export type VerifyInput = {
  /** Any database of the server; the owner must be allowed to create databases. */
  readonly url: string;
  readonly migrationsDir?: string;
  readonly onStep?: (step: { readonly direction: "up" | "down" | "up again"; readonly name: string }) => void;
};

type Catalogue = readonly CatalogueEntry[];

/**
 * Runs every migration up, down and up again on a scratch database, and compares the whole catalogue at each stop on the way down, and at
 * the end, with what it was there before. Throws `conflict` that names the down script which leaves something, or takes too much, and the thing itself.
 */
export async function verifyMigrations(input: VerifyInput): Promise<{ readonly verified: readonly string[] }> {
  const migrationsDir = input.migrationsDir ?? programMigrationsDir();
  const migrations = await readMigrations(migrationsDir);
  await withScratchDatabase(input.url, (url) =>
    withSession(url, (session) => cycle(session, { ...input, migrationsDir, url }, migrations)),
  );
  return { verified: migrations.map((migration) => migration.name) };
}

async function cycle(
  reader: Session,
  input: VerifyInput & { readonly migrationsDir: string },
  migrations: readonly Migration[],
): Promise<void> {
  const { url, migrationsDir } = input;
  const stops: Catalogue[] = [await readEverything(reader)];
  for (const migration of migrations) {
    input.onStep?.({ direction: "up", name: migration.name });
    await migrate({ url, migrationsDir, to: migration.version });
    stops.push(await readEverything(reader));
  }
  for (const migration of migrations.toReversed()) {
    input.onStep?.({ direction: "down", name: migration.name });
    await rollback({ url, migrationsDir, to: migration.version - 1 });
    const file = path.basename(migration.down.path);
    compareStop(
      stops[migration.version - 1],
      await readEverything(reader),
      `${file} does not take back all, and only, what its up script made`,
    );
  }
  await migrate({ url, migrationsDir, onStep: ({ name }) => input.onStep?.({ direction: "up again", name }) });
  compareStop(stops.at(-1), await readEverything(reader), "The migrations give another result the second time");
}

// The migrator's own table stays, and every schema counts: a down script may leave something outside ours too.
async function readEverything(reader: Session): Promise<Catalogue> {
  const entries = await readCatalogue(reader, await listOtherSchemas(reader));
  return entries.filter((entry) => !isBookkeeping(entry));
}

function isBookkeeping(entry: CatalogueEntry): boolean {
  return (
    entry.object === "table pulse.schema_migrations" || (entry.object === "schema pulse" && entry.item === "owner")
  );
}

function compareStop(before: Catalogue | undefined, after: Catalogue, problem: string): void {
  const differences = compareCatalogues(before ?? [], after);
  if (differences.length === 0) return;
  throw new AppError("conflict", `${problem}:\n${printDifferences(differences)}`, { details: { differences } });
}

/**
 * Brings the data of a server of an earlier major version to the one that this program brings: both run side by side, everything is moved as
 * a backup and its restore would, and the folders change places when that is proven. The old folder is kept.
 */
import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";

import { acquireFileLock, AppError, isAppError } from "@pulse/kit";

import type { ReadFigures } from "../backup/backup-parts.ts";
import { moveDatabase } from "../backup/move-database.ts";
import {
  bundledVersion,
  findNativeBinaries,
  installOlder,
  type NativeBinaries,
  type PostgresVersion,
} from "./native-binaries.ts";
import { findDataDir } from "./placement.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

export type UpgradeInput = {
  readonly dataDir: string;
  readonly logFile: string;
  readonly now: Date;
  readonly readFigures: ReadFigures;
  readonly onStep: (step: string) => void;
};

const olderVersions: readonly PostgresVersion[] = [15, 16, 17];

/**
 * Null when there is nothing to upgrade. Throws `unavailable` with the command that installs the older server when it is not there, and as a
 * restore does; the old folder is then as it was.
 */
export async function upgradeEmbeddedPostgres(
  input: UpgradeInput,
): Promise<{ readonly from: number; readonly keptDir: string } | null> {
  const dataDir = await findDataDir(path.resolve(input.dataDir));
  const draft = `${dataDir}.upgrade`;
  await finishInterrupted(dataDir, draft);
  const found = await readVersion(dataDir);
  const from = olderVersions.find((version) => String(version) === found);
  if (from === undefined) return null;
  await findOlder(from, dataDir);
  input.onStep(`The data was made by PostgreSQL ${from}; bringing it to PostgreSQL ${bundledVersion}`);
  await rm(draft, { recursive: true, force: true });
  await moveAcross({ ...input, dataDir, draft, from });
  const keptDir = `${dataDir}.postgres-${from}`;
  // Others that start meanwhile wait for this lock, or find what the next start puts in order.
  const lock = await acquireFileLock(`${dataDir}.lock`, "./pulse up");
  try {
    await rename(dataDir, keptDir);
    await rename(draft, dataDir);
  } finally {
    await lock.release();
  }
  return { from, keptDir };
}

// Stopped between the two renames: the old folder is kept under its new name already, and the new one is whole.
async function finishInterrupted(dataDir: string, draft: string): Promise<void> {
  if (existsSync(dataDir) || !existsSync(draft)) return;
  if (olderVersions.some((version) => existsSync(`${dataDir}.postgres-${version}`))) await rename(draft, dataDir);
}

async function moveAcross(
  input: UpgradeInput & { readonly draft: string; readonly from: PostgresVersion },
): Promise<void> {
  const { dataDir, draft, from, logFile } = input;
  const older = await startEmbeddedPostgres({
    dataDir,
    version: from,
    logFile: `${logFile}.upgrade`,
    label: "upgrade",
  });
  try {
    const newer = await startEmbeddedPostgres({ dataDir: draft, logFile: `${logFile}.upgrade`, label: "upgrade" });
    try {
      await moveDatabase({
        from: { url: older.url, now: input.now, sessionSecretId: null, readFigures: input.readFigures },
        to: { url: newer.url, isReplacing: false, keyIds: null, onStep: input.onStep },
      });
    } finally {
      await newer.stop();
    }
  } finally {
    await older.stop();
  }
}

async function findOlder(version: PostgresVersion, dataDir: string): Promise<NativeBinaries> {
  return await findNativeBinaries(version).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
    throw new AppError(
      "unavailable",
      `The database in ${dataDir} was made by PostgreSQL ${version}, and this program brings PostgreSQL ${bundledVersion}. ` +
        `To bring it over, the older server is needed once: run\n  ${installOlder(version)}\nand then ./pulse up again, which keeps the old folder`,
      { cause: error },
    );
  });
}

async function readVersion(dataDir: string): Promise<string | null> {
  return await readFile(path.join(dataDir, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

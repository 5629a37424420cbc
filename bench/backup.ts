/** How long backing up and restoring a whole installation takes, beside what pg_dump and pg_restore need for the same database. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { readInstallationFigures } from "@pulse/actions";
import { backupDatabase, connect, moveDatabase, restoreDatabase, startEmbeddedPostgres } from "@pulse/db";
import { sql } from "kysely";

import { openFilled } from "./fill/open-filled.ts";
import { large, small, type FillSize } from "./fill/sizes.ts";
import { createReport, secondsSince, type Report } from "./report.ts";

type BackupBenchInput = {
  /** A folder that keeps the filled databases for the next run; filling takes minutes. */
  readonly keep: string | null;
  readonly isSmallOnly: boolean;
  readonly say: (text: string) => void;
};

// Debian's own programs are of this version, and refuse a newer server.
const peerVersion = 15;
const goal = 1.5;
const given = { now: new Date("2026-11-01T00:00:00Z"), sessionSecretId: null, readFigures: readInstallationFigures };

/** Both ways on one server of PostgreSQL 15, where the filled database is brought by a move. */
export async function benchBackup({ keep, isSmallOnly, say }: BackupBenchInput): Promise<Report> {
  const size = isSmallOnly ? small : large;
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-bench-backup-"));
  const server = await startEmbeddedPostgres({
    dataDir: path.join(folder, "data"),
    version: peerVersion,
    label: "bench",
  });
  const onServer = async (name: string): Promise<{ readonly url: string; readonly superUrl: string }> => {
    await createDatabase(server.superuserUrl, name);
    return { url: onDatabase(server.url, name), superUrl: onDatabase(server.superuserUrl, name) };
  };
  try {
    const source = await onServer("source");
    await bringFilled({ size, keep, say }, source.url);
    const file = path.join(folder, "ours");
    const dump = path.join(folder, "theirs");
    const [ours, theirs] = [await onServer("ours"), await onServer("theirs")];
    const dumpSeconds = await timed(() => run("pg_dump", ["-Fc", "-f", dump, "-d", source.superUrl]));
    const memoryBefore = process.memoryUsage().rss;
    const backupSeconds = await timed(() => backupDatabase({ ...given, url: source.url, file }));
    const loadSeconds = await timed(() => run("pg_restore", ["-d", theirs.superUrl, dump]));
    const input = { url: ours.url, isReplacing: false, keyIds: null, readFigures: readInstallationFigures };
    const restoreSeconds = await timed(() => restoreDatabase({ ...input, file }));
    return createReport(
      "backup",
      [
        {
          name: `${size.name}: backup`,
          unit: "s",
          value: backupSeconds,
          goal: { atMost: dumpSeconds * goal },
          limit: { name: "pg_dump", value: dumpSeconds },
        },
        {
          name: `${size.name}: restore`,
          unit: "s",
          value: restoreSeconds,
          goal: { atMost: loadSeconds * goal },
          limit: { name: "pg_restore", value: loadSeconds },
        },
        {
          name: `${size.name}: file`,
          unit: "MB",
          value: (await stat(file)).size / 1e6,
          limit: { name: "pg_dump", value: (await stat(dump)).size / 1e6 },
        },
        {
          name: `${size.name}: memory more than before, at the end`,
          unit: "MB",
          value: (process.memoryUsage().rss - memoryBefore) / 1e6,
        },
      ],
      [
        "pg_dump -Fc and pg_restore as they are by default. Ours checks the file, counts every row and computes numbers besides.",
      ],
    );
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bringFilled(
  { size, keep, say }: { readonly size: FillSize; readonly keep: string | null; readonly say: BackupBenchInput["say"] },
  to: string,
): Promise<void> {
  const filled = await openFilled({ sizes: [size], keep, say });
  try {
    const from = filled.urls.get(size.name);
    if (from === undefined) throw new Error("The filled database is not there");
    await moveDatabase({ from: { ...given, url: from }, to: { url: to, isReplacing: false, keyIds: null } });
  } finally {
    await filled.close();
  }
}

async function createDatabase(superuserUrl: string, name: string): Promise<void> {
  const admin = connect({ url: superuserUrl, applicationName: "pulse bench" });
  await sql`create database ${sql.id(name)} owner pulse template template0`.execute(admin);
  await admin.destroy();
}

function onDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return secondsSince(startedAt);
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode}`);
}

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { recordDatabase } from "../../test/record-database.ts";
import { drift } from "../catalogue/drift.ts";
import type { Tx } from "../connect.ts";
import { withSession } from "../migrate/with-session.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { queryAs } from "../testing/query-as.ts";
import { backupDatabase } from "./backup-database.ts";
import { readBackupFile, writeBackupFile } from "./backup-file.ts";
import type { BackupPart } from "./backup-parts.ts";
import { moveDatabase } from "./move-database.ts";
import { readParts } from "./read-parts.ts";
import { restoreDatabase } from "./restore-database.ts";

const oldStage = 20;
let folder: string;
let source: TestDatabase;
let file: string;
let oldFile: string;
/** Where `file` was restored. Tests leave it as they found it. */
let restored: TestDatabase;

// Of the rows, what a count of them does not tell.
const readFigures = async (tx: Tx): Promise<Readonly<Record<string, unknown>>> => {
  await sql`select set_config('role', 'service_role', true)`.execute(tx);
  const found = await sql<{ total: number }>`select sum(length(title)) as total from pulse.issues`.execute(tx);
  return { "length of titles": found.rows[0]?.total ?? null };
};
const asked = { now: new Date("2026-01-15T12:00:00Z"), sessionSecretId: "5e55", readFigures };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse-backup-"));
  [file, oldFile] = [path.join(folder, "newest"), path.join(folder, "old")];
  source = await createTestDatabase({ isMigrated: false });
  await recordDatabase(source, {
    onRecorded: async (version) => {
      if (version === oldStage) await backupDatabase({ ...asked, url: source.url, file: oldFile });
    },
  });
  await backupDatabase({ ...asked, url: source.url, file });
  restored = await createTestDatabase({ isMigrated: false });
  await restoreDatabase({ ...target(restored), file });
});

afterAll(async () => {
  await restored.drop();
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

async function emptyDatabase(version: 15 | 18 = 18): Promise<TestDatabase> {
  const database = await createTestDatabase({ isMigrated: false, version });
  onTestFinished(async () => {
    await database.drop();
  });
  return database;
}

const target = ({ url }: TestDatabase) => ({ url, isReplacing: false, keyIds: ["0a0b0c0d"], readFigures });

/** What a backup of it would hold, but for the versions of server and program in its head. */
async function dump({ url }: TestDatabase): Promise<readonly unknown[]> {
  return await withSession(url, async (session) => {
    const parts: unknown[] = [];
    for await (const part of readParts(session, { ...asked, url })) {
      if (part.kind !== "head") parts.push(part.kind === "rows" ? Buffer.from(part.bytes).toString() : part);
    }
    return parts;
  });
}

/** A file with a right checksum and other content. */
async function forge(name: string, change: (part: BackupPart) => BackupPart | null): Promise<string> {
  const forged = path.join(folder, name);
  async function* changed(): AsyncGenerator<BackupPart> {
    for await (const part of readBackupFile(file)) {
      const now = change(part);
      if (now !== null) yield now;
    }
  }
  await writeBackupFile(forged, changed());
  return forged;
}

function replaceInRows(part: BackupPart, from: string, to: string): BackupPart {
  if (part.kind !== "rows") return part;
  return { kind: "rows", bytes: Buffer.from(Buffer.from(part.bytes).toString().replace(from, to)) };
}

async function countSchemas(database: TestDatabase): Promise<number> {
  const found = await queryAs(
    database.superUrl,
    "select from pg_namespace where nspname in ('pulse', 'identity', 'metrics')",
  );
  return found.length;
}

test("what is restored are the same rows and the same schema", async () => {
  expect(await dump(restored)).toEqual(await dump(source));
  expect(await drift({ url: restored.url })).toEqual([]);
});

test("ids go on from where they were, triggers follow new facts, and policies hold", async () => {
  const rows = await queryAs(
    restored.superUrl,
    `begin;
     insert into pulse.workspaces (slug, name) values ('next', 'Next');
     update pulse.issues set author_id = 2 where number = 1;
     set constraints all immediate;
     select (select max(id)::int from pulse.workspaces) as id, author_id::int as author
     from pulse.issue_timelines
     where number = 1`,
  );

  expect(rows).toEqual([{ id: 3, author: 2 }]);
  expect(await queryAs(restored.url, "select from pulse.issues")).toEqual([]);
});

test("a backup of an earlier schema comes to the newest", async () => {
  const upgraded = await emptyDatabase();

  const { head } = await restoreDatabase({ ...target(upgraded), file: oldFile });

  expect(head.migrations).toHaveLength(oldStage);
  expect(await drift({ url: upgraded.url })).toEqual([]);
  expect(await queryAs(upgraded.superUrl, "select from pulse.repositories")).toHaveLength(2);
});

test("a row that is missing is found by its count, and nothing is kept", async () => {
  const empty = await emptyDatabase();
  let table = "";
  const forged = await forge("a row less", (part) => {
    if (part.kind === "table") table = part.table.name;
    return part.kind === "rows" && table === "pulse.label_groups" ? null : part;
  });

  await expect(restoreDatabase({ ...target(empty), file: forged })).rejects.toThrow(
    "pulse.label_groups has 0 rows instead of 1",
  );

  expect(await countSchemas(empty)).toBe(0);
});

test("a file that was cut, changed or never was a backup is refused before anything is touched", async () => {
  const empty = await emptyDatabase();
  const bytes = await readFile(file);
  const middle = Math.floor(bytes.length / 2);
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
  const files = {
    cut: bytes.subarray(0, -7),
    halved: bytes.subarray(0, middle),
    changed,
    foreign: Buffer.from("-- a dump\n"),
  };

  for (const [name, content] of Object.entries(files)) {
    const damaged = path.join(folder, name);
    await writeFile(damaged, content);
    await expect(restoreDatabase({ ...target(empty), file: damaged })).rejects.toMatchObject({ code: "invalid" });
  }

  await expect(restoreDatabase({ ...target(empty), file: path.join(folder, "none") })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await countSchemas(empty)).toBe(0);
});

test("a table that the migrations do not make is refused, whatever its name", async () => {
  const empty = await emptyDatabase();
  const forged = await forge("foreign table", (part) =>
    part.kind === "table" ? { kind: "table", table: { name: "pg_authid; drop", columns: ["oid"] } } : part,
  );

  await expect(restoreDatabase({ ...target(empty), file: forged })).rejects.toMatchObject({ code: "invalid" });
});

test("a target with data is left alone unless it is to be replaced", async () => {
  const before = await dump(restored);

  await expect(restoreDatabase({ ...target(restored), file })).rejects.toThrow(/holds data already .*--replace/);

  expect(await dump(restored)).toEqual(before);
});

test("a changed value is found by the numbers, and what was to be replaced stays", async () => {
  const before = await dump(restored);
  const forged = await forge("another title", (part) => replaceInRows(part, "The page is blank", "The page"));

  const replacing = restoreDatabase({ ...target(restored), isReplacing: true, file: forged });

  await expect(replacing).rejects.toThrow(/length of titles is \d+ instead of \d+/);
  expect(await dump(restored)).toEqual(before);
});

test("what is replaced is gone, and other numbers can be accepted", async () => {
  await queryAs(restored.superUrl, "insert into pulse.workspaces (slug, name) values ('mine', 'Mine')");
  const other = { readFigures: async () => await Promise.resolve({ "length of titles": -1 }), acceptsFigures: true };

  const result = await restoreDatabase({ ...target(restored), ...other, isReplacing: true, keyIds: null, file });

  expect(result.changedFigures).toEqual([expect.stringMatching(/^length of titles is -1 instead of \d+$/)]);
  expect(await dump(restored)).toEqual(await dump(source));
});

test("an installation that somebody works on is not replaced under their hands", async () => {
  await withSession(restored.superUrl, async (somebody) => {
    await somebody.query("begin; update pulse.workspaces set name = 'Busy'");
    await expect(restoreDatabase({ ...target(restored), isReplacing: true, lockTimeoutMs: 50, file })).rejects.toThrow(
      /Somebody works on .*Stop/,
    );
  });
});

test("schemas of somebody else are refused", async () => {
  const used = await emptyDatabase();
  await queryAs(used.superUrl, "create schema metrics");

  await expect(restoreDatabase({ ...target(used), isReplacing: true, file })).rejects.toThrow(
    /another role owns: metrics/,
  );
});

test("the keys of stored secrets are asked for by name", async () => {
  const empty = await emptyDatabase();

  await expect(restoreDatabase({ ...target(empty), keyIds: ["ffffffff"], file })).rejects.toThrow(
    /key 0a0b0c0d.*PULSE_ENCRYPTION_KEYS.*--without-keys/,
  );
});

test("a backup of a newer program, or of other migrations, is refused", async () => {
  const empty = await emptyDatabase();
  const newer = await forge("newer", (part) =>
    part.kind === "head"
      ? {
          ...part,
          head: { ...part.head, migrations: [...part.head.migrations, { version: 9999, name: "later", checksum: "" }] },
        }
      : part,
  );
  const other = await forge("other", (part) =>
    part.kind === "head"
      ? {
          ...part,
          head: { ...part.head, migrations: part.head.migrations.map((each) => ({ ...each, checksum: "other" })) },
        }
      : part,
  );

  await expect(restoreDatabase({ ...target(empty), file: newer })).rejects.toThrow(/Use that program or a newer one/);
  await expect(restoreDatabase({ ...target(empty), file: other })).rejects.toThrow(
    /is not the one that this program has/,
  );
});

test("a backup that fails leaves no file, and none is ever written over", async () => {
  const failed = path.join(folder, "failed");
  const failing = { ...asked, readFigures: async () => await Promise.reject(new Error("no numbers")) };

  await expect(backupDatabase({ ...failing, url: source.url, file: failed })).rejects.toThrow("no numbers");
  await expect(backupDatabase({ ...asked, url: source.url, file })).rejects.toThrow(/is there already/);

  expect((await readdir(folder)).filter((name) => name.startsWith("failed") || name.endsWith(".part"))).toEqual([]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("an empty database has nothing to back up", async () => {
  const { url } = await emptyDatabase();

  await expect(backupDatabase({ ...asked, url, file: path.join(folder, "empty") })).rejects.toThrow(/no Pulse-Hub in/);
});

test("a move goes from one server to another and back, and not onto itself", async () => {
  const [older, back] = [await emptyDatabase(15), await emptyDatabase()];

  await moveDatabase({ from: { ...asked, url: source.url }, to: target(older) });
  await moveDatabase({ from: { ...asked, url: older.url }, to: target(back) });

  expect(await dump(back)).toEqual(await dump(source));
  await expect(
    moveDatabase({ from: { ...asked, url: source.url }, to: { ...target(source), isReplacing: true } }),
  ).rejects.toThrow(/one and the same/);
});

test("every table is backed up that is not left out on purpose", async () => {
  const tables = await queryAs<{ name: string }>(
    source.superUrl,
    `select format('%I.%I', schemaname, tablename) as name
     from pg_tables
     join pg_class on pg_class.oid = format('%I.%I', schemaname, tablename)::regclass
     where schemaname in ('identity', 'pulse') and relpersistence = 'p'`,
  );
  const backedUp: string[] = [];
  for await (const part of readBackupFile(file)) if (part.kind === "table") backedUp.push(part.table.name);

  const missing = tables.map(({ name }) => name).filter((name) => !backedUp.includes(name));

  expect(missing.toSorted()).toEqual(["pulse.bi_logins", "pulse.schema_migrations", "pulse.workers"]);
});

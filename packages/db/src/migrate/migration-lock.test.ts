import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";

import { queryAs } from "../testing/query-as.ts";
import { writeMigrations } from "../../test/write-migrations.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { migrate } from "./migrate.ts";
import { withMigrationLock } from "./migration-lock.ts";
import { withSession } from "./with-session.ts";

const slow = {
  name: "slow",
  up: "select pg_sleep(0.3); create table pulse.slow (id int);",
  down: "drop table pulse.slow;",
};

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ isMigrated: false });
});

afterEach(async () => {
  await database.drop();
});

test("a lock that is held names the holder, after the wait that was asked for", async () => {
  const migrationsDir = await writeMigrations([slow]);
  let refusal: unknown;
  let holder = 0;

  await withSession(database.url, (session) =>
    withMigrationLock(session, 0, async () => {
      holder = (await session.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid ?? 0;
      refusal = await migrate({ url: database.url, migrationsDir, waitMs: 50 }).catch((error: unknown) => error);
    }),
  );

  expect(refusal).toMatchObject({
    code: "conflict",
    details: { holder: { pid: holder, since: expect.any(Date) as Date } },
  });
  expect(String(refusal)).toMatch(
    /server process \d+, "pulse migrator on .*", connected since 20.*after 0\.05 s.*--wait/,
  );
});

test("one that waits goes on when the other is done, and each migration runs once", async () => {
  const migrationsDir = await writeMigrations([slow]);

  const results = await Promise.all([
    migrate({ url: database.url, migrationsDir, waitMs: 30_000 }),
    migrate({ url: database.url, migrationsDir, waitMs: 30_000 }),
    migrate({ url: database.url, migrationsDir, waitMs: 30_000 }),
  ]);

  expect(results.map((result) => result.applied.length).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
});

test("the lock of a migrator that died is free", async () => {
  const held = { ...slow, up: "select pg_advisory_xact_lock(4711); create table pulse.slow (id int);" };
  const migrationsDir = await writeMigrations([held]);
  const gate = new pg.Client({ connectionString: database.url });
  await gate.connect();
  await gate.query("select pg_advisory_lock(4711)");
  const victim = migrate({ url: database.url, migrationsDir }).catch((error: unknown) => error);
  const waiting =
    "select pg_terminate_backend(pid) as done from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  while ((await queryAs(database.superUrl, waiting)).length === 0);
  await gate.end();

  const result = await migrate({ url: database.url, migrationsDir });

  expect(await victim).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("pulse db status") as string,
  });
  expect(result).toMatchObject({ version: 1 });
});

test("a lock of another database, or of another key, is none of ours", async () => {
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query("select pg_advisory_lock(42)");

  const result = await migrate({ url: database.url, migrationsDir: await writeMigrations([slow]), waitMs: 0 });
  await other.end();

  expect(result).toMatchObject({ version: 1 });
});

test("a table that somebody holds is waited for, but not for ever", async () => {
  const first = { name: "cats", up: "create table pulse.cats (id int);", down: "drop table pulse.cats;" };
  const blocked = {
    name: "blocked",
    up: "set local lock_timeout = 100;\nalter table pulse.cats add column name text;",
    down: "select 1;",
  };
  const migrationsDir = await writeMigrations([first, blocked]);
  await migrate({ url: database.url, migrationsDir, to: 1 });
  const reader = new pg.Client({ connectionString: database.url });
  await reader.connect();
  await reader.query("begin; lock table pulse.cats in access share mode");

  const refused = migrate({ url: database.url, migrationsDir });

  await expect(refused).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/0002_blocked\.up\.sql:3: .*lock timeout[\s\S]*Another session/) as string,
  });
  await reader.end();
});

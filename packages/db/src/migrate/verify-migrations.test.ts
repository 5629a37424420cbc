import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { queryAs } from "../testing/query-as.ts";
import { writeMigrations } from "../../test/write-migrations.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { verifyMigrations } from "./verify-migrations.ts";

const good = { name: "cats", up: "create table pulse.cats (id int);", down: "drop table pulse.cats;" };

const leftovers: readonly (readonly [string, string, string])[] = [
  ["a table", "create table pulse.toys ();", "table pulse.toys is not expected"],
  ["a column", "alter table pulse.cats add column name text;", "table pulse.cats\n  column name is not expected: text"],
  ["an index", "create index cats_by_id on pulse.cats (id);", "  index cats_by_id is not expected"],
  ["a constraint", "alter table pulse.cats add check (id > 0);", "  constraint cats_id_check is not expected"],
  ["a policy", "create policy p on pulse.cats using (true);", "  policy p is not expected"],
  ["row level security", "alter table pulse.cats enable row level security;", "  row level security differs"],
  ["a grant", "grant select on pulse.cats to public;", "  grant to public is not expected"],
  [
    "a function",
    "create function pulse.purr() returns int language sql return 1;",
    "function pulse.purr() is not expected",
  ],
  ["a type", "create type pulse.mood as enum ('sad');", "type pulse.mood is not expected"],
  ["a schema", "create schema toys;", "schema toys is not expected"],
  [
    "something in another schema",
    "create schema toys; create table toys.mouse ();",
    "table toys.mouse is not expected",
  ],
];

describe.each([15, 18] as const)("on PostgreSQL %i", (version) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ version, isMigrated: false });
  });

  afterAll(async () => {
    await database.drop();
  });

  test("the program's own migrations go up, down and up", async () => {
    const scratches = "select datname from pg_database where datname like 'pulse_scratch_%'";

    await verifyMigrations({ url: database.url });

    expect(await queryAs(database.superUrl, scratches)).toEqual([]);
  });

  test.each(leftovers)(
    "a down script that leaves %s behind is named, and so is what it left",
    async (_, up, leftover) => {
      const migrationsDir = await writeMigrations([good, { name: "careless", up, down: "select 1;" }]);

      const refused = verifyMigrations({ url: database.url, migrationsDir });

      await expect(refused).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining(`\n${leftover.split("\n")[0] ?? ""}`) as string,
      });
      await expect(refused).rejects.toThrow(leftover);
      await expect(refused).rejects.toThrow("0002_careless.down.sql does not take back all");
    },
  );

  test("a down script that takes too much is named", async () => {
    const greedy = {
      name: "greedy",
      up: "create view pulse.seen as select id from pulse.cats;",
      down: "drop table pulse.cats cascade;",
    };
    const migrationsDir = await writeMigrations([good, greedy]);

    await expect(verifyMigrations({ url: database.url, migrationsDir })).rejects.toThrow(
      /0002_greedy\.down\.sql does not[^\n]*\ntable pulse\.cats is missing/,
    );
  });

  test("a down script that fails is named", async () => {
    const migrationsDir = await writeMigrations([{ ...good, down: "drop table pulse.lions;" }]);

    await expect(verifyMigrations({ url: database.url, migrationsDir })).rejects.toThrow(
      /^0001_cats\.down\.sql:2: table "lions"/,
    );
  });

  test("one that gives another result the second time is named", async () => {
    const moody = {
      name: "moody",
      up: "do $$ begin if to_regnamespace('toys') is null then create table pulse.cats (id int); else create table pulse.cats (id text); end if; end $$;",
      down: "drop table pulse.cats;",
    };
    const migrationsDir = await writeMigrations([
      moody,
      { name: "toys", up: "create schema toys;", down: "drop schema toys;" },
    ]);
    const remembers = await writeMigrations([
      {
        ...moody,
        up: moody.up.replace(
          "to_regnamespace('toys')",
          "shobj_description((select oid from pg_database where datname = current_database()), 'pg_database')",
        ),
        down: "drop table pulse.cats; do $$ begin execute format('comment on database %I is ''seen''', current_database()); end $$;",
      },
    ]);

    await expect(verifyMigrations({ url: database.url, migrationsDir })).resolves.toBeDefined();
    await expect(verifyMigrations({ url: database.url, migrationsDir: remembers })).rejects.toThrow(
      /give another result the second time:\ntable pulse\.cats\n {2}column id differs/,
    );
  });
});

test("a role that may not create databases is told what to ask for", async () => {
  const database = await createTestDatabase({ isMigrated: false });
  await queryAs(database.superUrl, `create role pulse_test_modest login password 'modest'`).catch(() => undefined);
  const url = new URL(database.url);
  url.username = "pulse_test_modest";
  url.password = "modest";

  const refused: unknown = await verifyMigrations({ url: url.href }).catch((error: unknown) => error);
  await database.drop();

  expect(refused).toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("alter role pulse_test_modest createdb;") as string,
  });
});

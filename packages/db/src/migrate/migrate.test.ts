import { rm } from "node:fs/promises";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { queryAs } from "../testing/query-as.ts";
import { rewriteMigrations, writeMigrations } from "../../test/write-migrations.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { migrate } from "./migrate.ts";
import { migrationStatus } from "./migration-status.ts";
import { rollback } from "./rollback.ts";

const first = { name: "cats", up: "create table pulse.cats (id int);", down: "drop table pulse.cats;" };
const second = { name: "dogs", up: "create table pulse.dogs (id int);", down: "drop table pulse.dogs;" };

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ isMigrated: false });
});

afterEach(async () => {
  await database.drop();
});

async function tables(): Promise<readonly string[]> {
  const rows = await queryAs<{ name: string }>(
    database.superUrl,
    "select relname::text as name from pg_class where relnamespace = to_regnamespace('pulse') and relkind = 'r' order by 1",
  );
  return rows.map((row) => row.name);
}

test("migrations are applied in order, recorded, and not applied again", async () => {
  const migrationsDir = await writeMigrations([first, second]);
  const steps: string[] = [];

  const result = await migrate({ url: database.url, migrationsDir, onStep: (step) => steps.push(step.name) });
  const again = await migrate({ url: database.url, migrationsDir });

  expect(steps).toEqual(["0001_cats", "0002_dogs"]);
  expect(result).toMatchObject({ version: 2, applied: [{ version: 1 }, { version: 2 }] });
  expect(again).toEqual({ version: 2, applied: [] });
  expect(await tables()).toEqual(["cats", "dogs", "schema_migrations"]);
});

test("`to` stops there, and is never a way down", async () => {
  const migrationsDir = await writeMigrations([first, second]);

  await migrate({ url: database.url, migrationsDir, to: 1 });
  const status = await migrationStatus({ url: database.url, migrationsDir });
  await migrate({ url: database.url, migrationsDir });

  expect(status.migrations.map((entry) => entry.state)).toEqual(["applied", "pending"]);
  await expect(migrate({ url: database.url, migrationsDir, to: 1 })).rejects.toThrow(
    /run: \.\/pulse db rollback --to 1/,
  );
  await expect(migrate({ url: database.url, migrationsDir, to: 3 })).rejects.toMatchObject({ code: "invalid" });
});

const failures: readonly (readonly [string, string, RegExp])[] = [
  [
    "a syntax error",
    "create table pulse.dogs (id int);\n\ncreate tabel pulse.x ();",
    /^0002_dogs\.up\.sql:4: syntax error at or near "tabel"/,
  ],
  [
    "an error while running",
    "create table pulse.dogs (id int);\ninsert into pulse.dogs\n  values (1 / 0);",
    /^0002_dogs\.up\.sql:[34]: division by zero/,
  ],
  [
    "a name that is missing",
    "create table pulse.dogs (id int);\n-- ü €\nselect\n  'ä😀',\n  nothing\nfrom pulse.dogs;",
    /^0002_dogs\.up\.sql:6: column "nothing" does not exist/,
  ],
  [
    "an exception in a block",
    "create table pulse.dogs (id int);\ndo $$ begin raise exception 'no dogs' using hint = 'get cats'; end $$;",
    /^0002_dogs\.up\.sql:3: no dogs\n {2}Hint: get cats/,
  ],
  [
    "a constraint checked at commit",
    "create table pulse.dogs (id int unique deferrable initially deferred);\ninsert into pulse.dogs values (1), (1);",
    /^0002_dogs\.up\.sql: duplicate key/,
  ],
  ["a name without its schema", "create table dogs (id int);", /^0002_dogs\.up\.sql:2: no schema has been selected/],
];

test.each(failures)("%s leaves nothing behind and names file, line and reason", async (_, up, message) => {
  const migrationsDir = await writeMigrations([first, { ...second, up }]);

  await expect(migrate({ url: database.url, migrationsDir })).rejects.toThrow(message);
  const status = await migrationStatus({ url: database.url, migrationsDir });

  expect(await tables()).toEqual(["cats", "schema_migrations"]);
  expect(status.migrations.map((entry) => entry.state)).toEqual(["applied", "pending"]);
});

test("what one migration sets does not reach the next", async () => {
  const careless = {
    name: "careless",
    up: "do $$ begin create role pulse_test_other; exception when duplicate_object then null; end $$; grant pulse_test_other to current_user; set search_path = pulse; set role pulse_test_other;",
    down: "select 1;",
  };
  const careful = {
    name: "careful",
    up: "do $$ begin assert current_setting('search_path') in ('', '\"\"') and current_user = session_user; end $$;",
    down: "select 1;",
  };
  const migrationsDir = await writeMigrations([careless, careful]);

  await expect(migrate({ url: database.url, migrationsDir })).resolves.toMatchObject({ version: 2 });
});

describe("a history that does not match", () => {
  test("a changed file is named, up or down, with what to do", async () => {
    const migrationsDir = await writeMigrations([first, second]);
    await migrate({ url: database.url, migrationsDir });

    await rewriteMigrations(migrationsDir, [
      { ...first, up: "create table pulse.cats (id bigint);" },
      { ...second, down: "drop table pulse.dogs cascade;" },
    ]);

    const refused = migrate({ url: database.url, migrationsDir });
    await expect(refused).rejects.toThrow(
      /0001_cats\.up\.sql was changed after[\s\S]*new migration[\s\S]*0002_dogs\.down\.sql was changed/,
    );
    await expect(refused).rejects.toMatchObject({ code: "conflict" });
    await expect(rollback({ url: database.url, migrationsDir })).rejects.toThrow(/0001_cats\.up\.sql was changed/);
    const status = await migrationStatus({ url: database.url, migrationsDir });
    expect(status.migrations.map((entry) => entry.state)).toEqual(["changed", "changed"]);
  });

  test("a renamed file is named", async () => {
    await migrate({ url: database.url, migrationsDir: await writeMigrations([first]) });

    const renamed = await writeMigrations([{ ...first, name: "tigers" }]);

    await expect(migrate({ url: database.url, migrationsDir: renamed })).rejects.toThrow(
      /0001_cats was applied under that name.*0001_tigers/,
    );
  });

  test("a database newer than the program is refused, both ways", async () => {
    const migrationsDir = await writeMigrations([first, second]);
    await migrate({ url: database.url, migrationsDir });

    await rm(path.join(migrationsDir, "0002_dogs.up.sql"));
    await rm(path.join(migrationsDir, "0002_dogs.down.sql"));

    const newer = /newer than this program: it has 0002_dogs.*up to 1/;
    await expect(migrate({ url: database.url, migrationsDir })).rejects.toThrow(newer);
    await expect(rollback({ url: database.url, migrationsDir })).rejects.toThrow(newer);
    const status = await migrationStatus({ url: database.url, migrationsDir });
    expect(status).toMatchObject({ isCurrent: false, migrations: [{ state: "applied" }, { state: "unknown" }] });
  });

  test("a row removed by hand is a hole, not a reason to apply again", async () => {
    const migrationsDir = await writeMigrations([first, second]);
    await migrate({ url: database.url, migrationsDir });

    await queryAs(database.superUrl, "delete from pulse.schema_migrations where version = 1");

    await expect(migrate({ url: database.url, migrationsDir })).rejects.toThrow(
      /0002_dogs is recorded as applied, but number 1 is not/,
    );
  });
});

describe("going back", () => {
  test("one step, or to a version, newest first", async () => {
    const migrationsDir = await writeMigrations([
      first,
      second,
      { name: "fish", up: "create table pulse.fish ();", down: "drop table pulse.fish;" },
    ]);
    await migrate({ url: database.url, migrationsDir });

    const one = await rollback({ url: database.url, migrationsDir });
    const all = await rollback({ url: database.url, migrationsDir, to: 0 });

    expect(one.takenBack.map((step) => step.name)).toEqual(["0003_fish"]);
    expect(all.takenBack.map((step) => step.name)).toEqual(["0002_dogs", "0001_cats"]);
    expect(await tables()).toEqual(["schema_migrations"]);
  });

  test("a down script that fails leaves the migration as it was", async () => {
    const migrationsDir = await writeMigrations([
      { ...first, down: "drop table pulse.cats;\ndrop table pulse.lions;" },
    ]);
    await migrate({ url: database.url, migrationsDir });

    await expect(rollback({ url: database.url, migrationsDir })).rejects.toThrow(
      /^0001_cats\.down\.sql:3: table "lions" does not exist/,
    );

    expect(await tables()).toEqual(["cats", "schema_migrations"]);
    expect(await migrationStatus({ url: database.url, migrationsDir })).toMatchObject({ isCurrent: true });
  });

  test.each([{ to: 2 }, { to: -1 }, { steps: 0 }, { steps: 2 }])(
    "there is no way back by %o from migration 1",
    async (target) => {
      const migrationsDir = await writeMigrations([first]);
      await migrate({ url: database.url, migrationsDir });

      await expect(rollback({ url: database.url, migrationsDir, ...target })).rejects.toMatchObject({
        code: "invalid",
      });
    },
  );
});

describe("outside a transaction", () => {
  const index = {
    name: "index",
    up: "-- no-transaction\ncreate index concurrently cats_by_id on pulse.cats (id);\ncreate index concurrently cats_twice on pulse.cats ((1 / id));",
    down: "-- no-transaction\ndrop index concurrently if exists pulse.cats_twice;\ndrop index concurrently if exists pulse.cats_by_id;",
  };
  const indexes =
    "select relname from pg_class where relnamespace = 'pulse'::regnamespace and relname like 'cats%' and relkind = 'i'";

  test("statements that need it run, and are taken back", async () => {
    const migrationsDir = await writeMigrations([first, index]);

    await migrate({ url: database.url, migrationsDir });
    const made = await queryAs(database.superUrl, indexes);
    await rollback({ url: database.url, migrationsDir });

    expect(made).toHaveLength(2);
    expect(await queryAs(database.superUrl, indexes)).toHaveLength(0);
  });

  test("a failure runs the down script, so that nothing is left", async () => {
    const migrationsDir = await writeMigrations([
      { ...first, up: `${first.up} insert into pulse.cats values (0);` },
      index,
    ]);

    await expect(migrate({ url: database.url, migrationsDir })).rejects.toThrow(
      /^0002_index\.up\.sql:4: division by zero/,
    );

    expect(await queryAs(database.superUrl, indexes)).toHaveLength(0);
    expect(await migrationStatus({ url: database.url, migrationsDir })).toMatchObject({ version: 1 });
  });

  test("one that died half-way is cleared away and tried again", async () => {
    const migrationsDir = await writeMigrations([first, index]);
    await migrate({ url: database.url, migrationsDir });

    await queryAs(
      database.superUrl,
      "update pulse.schema_migrations set applied_at = null where version = 2; drop index pulse.cats_twice",
    );
    const before = await migrationStatus({ url: database.url, migrationsDir });
    await migrate({ url: database.url, migrationsDir });

    expect(before).toMatchObject({ isCurrent: false, version: 1, migrations: [{}, { state: "unfinished" }] });
    expect(await queryAs(database.superUrl, indexes)).toHaveLength(2);
    expect(await migrationStatus({ url: database.url, migrationsDir })).toMatchObject({ isCurrent: true });
  });
});

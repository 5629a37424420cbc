import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { connect, createPool, parsePostgresUrl, type Db } from "./connect.ts";
import { keptPlan } from "./keep-plans.ts";
import { createTestDatabase, queryAs, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect({ url: database.url, applicationName: "connect test", statementTimeoutMs: 1_234, lockTimeoutMs: 567 });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("numbers come as numbers, days as text, instants as dates, names in camelCase", async () => {
  const found = await sql`
    select
      9007199254740991::int8 as some_count,
      1.25::numeric as some_ratio,
      array[1, null, 3]::int8[] as some_counts,
      array[0.5]::numeric[] as some_ratios,
      '{}'::int8[] as no_counts,
      date '2024-02-29' as some_day,
      timestamptz '2024-02-29T12:00:00Z' as some_instant
  `.execute(db);

  expect(found.rows).toEqual([
    {
      someCount: 9007199254740991,
      someRatio: 1.25,
      someCounts: [1, null, 3],
      someRatios: [0.5],
      noCounts: [],
      someDay: "2024-02-29",
      someInstant: new Date("2024-02-29T12:00:00Z"),
    },
  ]);
});

test("at a transaction pooler no plan is kept, for what has a name there is not found again", async () => {
  const at = (port: string) =>
    createPool({ url: `postgres://me@localhost:${port}/x`, applicationName: "connect test", keepsPlans: true });
  const pools = [at("5432"), at("6543")];

  const listeners = pools.map((pool) => pool.listenerCount("connect"));
  await Promise.all(pools.map((pool) => pool.end()));

  expect(listeners).toEqual([2, 1]);
});

test("JSON keeps the names that it was stored with", async () => {
  const found = await sql`select '{"snake_name": 1}'::jsonb as some_json`.execute(db);

  expect(found.rows).toEqual([{ someJson: { snake_name: 1 } }]);
});

test("a bigint that no number can hold is refused rather than rounded", async () => {
  const query = sql`select 9007199254740993::int8 as too_large`.execute(db);

  await expect(query).rejects.toThrow("select it as text");
});

test("every connection has its timeouts, its name and UTC", async () => {
  const found = await sql`
    select
      current_setting('statement_timeout') as statement_timeout,
      current_setting('lock_timeout') as lock_timeout,
      current_setting('application_name') as name,
      current_setting('timezone') as zone
  `.execute(db);

  expect(found.rows).toEqual([{ statementTimeout: "1234ms", lockTimeout: "567ms", name: "connect test", zone: "UTC" }]);
});

test("a marked statement is planned once for all its values on a connection that keeps plans, and is none of it elsewhere", async () => {
  const keeping = connect({
    url: database.url,
    applicationName: "connect test",
    maxConnections: 1,
    keepsPlans: true,
  });
  const ask = async (from: Db, number: number) =>
    await from.transaction().execute(async (tx) => {
      await sql`select set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(tx);
      const found = await sql<{ one: number }>`${keptPlan} select ${number}::integer as one`.execute(tx);
      const kept = await sql`
        select generic_plans, custom_plans
        from pg_prepared_statements
        where name <> ''
      `.execute(tx);
      return { one: found.rows[0]?.one, kept: kept.rows };
    });

  await ask(keeping, 1);
  const again = await ask(keeping, 2);
  const elsewhere = await ask(db, 3);
  await keeping.destroy();

  expect(again).toEqual({ one: 2, kept: [{ genericPlans: 2, customPlans: 0 }] });
  expect(elsewhere).toEqual({ one: 3, kept: [] });
});

test("what is not a PostgreSQL URL is refused without repeating the password", () => {
  const parse = (): URL => parsePostgresUrl("mysql://me:hunter2@db/x");

  expect(parse).toThrow(AppError);
  expect(parse).toThrow(/postgres:\/\//);
  expect(parse).not.toThrow(/hunter2/);
});

test("sslmode=require means to encrypt, as it does for psql", () => {
  const url = parsePostgresUrl("postgres://me@db.example.org/x?sslmode=require");

  expect(url.searchParams.get("uselibpqcompat")).toBe("true");
});

test("a connection that breaks between two queries of a transaction fails the next one, and nothing else", async () => {
  const broken = db.transaction().execute(async (tx) => {
    const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await queryAs(database.superUrl, `select pg_terminate_backend(${found.rows[0]?.pid ?? 0}, 5000)`);
    await sql`select 1`.execute(tx);
  });

  await expect(broken).rejects.toThrow(/terminat|not queryable/);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

import { randomUUID } from "node:crypto";

import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Tx } from "../src/connect.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/create-test-database.ts";
import { withService } from "../src/with-service.ts";
import { withWorkspace } from "../src/with-workspace.ts";
import { fillTables, listTables, type Tenant } from "./fill-tables.ts";
import { queryAs } from "../src/testing/query-as.ts";

const ours: Tenant = { id: 1, userId: randomUUID() };
const theirs: Tenant = { id: 2, userId: randomUUID() };
const asOurs = { workspaceId: ours.id, userId: ours.userId };

// What is a person's, wherever they look from.
const ofOnesOwn = new Set(["pulse.memberships", "pulse.user_preferences"]);

type Row = { readonly row: Readonly<Record<string, unknown>> };

describe.each([15, 18] as const)("two workspaces in one PostgreSQL %i", (version) => {
  let database: TestDatabase;
  let tables: readonly string[];
  let views: readonly string[];

  beforeAll(async () => {
    database = await createTestDatabase({ version });
    await fillTables(database.superUrl, [ours, theirs]);
    tables = await listTables(database.superUrl);
    const found = await queryAs<{ name: string }>(
      database.superUrl,
      "select oid::regclass::text as name from pg_class where relkind = 'v' and relnamespace in ('metrics'::regnamespace, 'pulse'::regnamespace, 'identity'::regnamespace)",
    );
    views = found.map((row) => row.name);
  });

  afterAll(async () => {
    await database.drop();
  });

  test("the catalogue has tables and views to look at, and each is filled for both", async () => {
    const counts = await Promise.all(
      tables.map((table) => queryAs<{ n: number }>(database.superUrl, `select count(*)::int as n from ${table}`)),
    );

    expect(tables.length).toBeGreaterThan(25);
    expect(views.length).toBeGreaterThan(0);
    expect(counts.map(([row]) => row?.n)).toEqual(tables.map(() => 2));
  });

  test("a member reads its own rows and none of the others'", async () => {
    const seen = new Map<string, readonly Row[]>();
    for (const name of [...tables, ...views]) seen.set(name, await readAs(asOurs, name));

    const foreign = [...seen].filter(([, rows]) => rows.some((found) => isTheirs(found)));
    const facts = [...seen].filter(([name, rows]) => name.startsWith("pulse.") && rows.length === 1);
    expect(foreign).toEqual([]);
    expect(facts.length).toBeGreaterThan(25);
  });

  test("a claim to a workspace that one is no member of shows nothing but what is one's own", async () => {
    const seen: string[] = [];
    for (const name of [...tables, ...views]) {
      const rows = await readAs({ workspaceId: theirs.id, userId: ours.userId }, name);
      if (rows.some((found) => isTheirs(found)) || (rows.length > 0 && !ofOnesOwn.has(name))) seen.push(name);
    }

    expect(seen).toEqual([]);
  });

  test("no statement of a member changes a row of the others, or puts one among them", async () => {
    const before = await readTheirs(database, tables);
    const attempts: string[] = [];
    for (const table of tables) attempts.push(...(await attacksOn(database, table)));
    await attempt(database, attempts);

    expect(attempts.length).toBeGreaterThan(4 * 25);
    expect(await readTheirs(database, tables)).toEqual(before);
  });

  test("the service sees everybody's rows", async () => {
    const blind: string[] = [];
    for (const table of tables) {
      const rows = await withService(database.db, (tx) => readRows(tx, table));
      if (rows.length === 0 || !rows.some((found) => isTheirs(found) || !("workspace_id" in found.row)))
        blind.push(table);
    }

    expect(blind).toEqual([]);
  });

  // Before PostgreSQL 16 a member of service_role has its rights without taking it on, unless the member is NOINHERIT altogether.
  test("the owner of the tables passes no policy by right, from PostgreSQL 16 on", async () => {
    const seen: string[] = [];
    for (const table of tables) {
      const rows = await queryAs(database.url, `select from ${table}`);
      if (rows.length > 0) seen.push(table);
    }

    expect(seen).toEqual(version === 15 ? tables : []);
  });

  test("anon is not let in at all", async () => {
    const client = new pg.Client({ connectionString: database.superUrl });
    await client.connect();
    await client.query("set role anon");
    const answers = new Set<string>();
    for (const name of [...tables, ...views, "pulse.schema_migrations"]) {
      answers.add(
        await client.query(`select from ${name}`).then(
          () => `${name} is open`,
          (error: Error) => error.message.replace(/schema .*/, "schema"),
        ),
      );
    }
    await client.end();

    expect([...answers]).toEqual(["permission denied for schema"]);
  });

  async function readAs(
    claims: { readonly workspaceId: number; readonly userId: string },
    name: string,
  ): Promise<readonly Row[]> {
    // Not to be let in at all is to see nothing.
    return await withWorkspace(database.db, claims, (tx) => readRows(tx, name)).catch((error: unknown) => {
      if (error instanceof pg.DatabaseError && error.code === "42501") return [];
      throw error;
    });
  }
});

test("a table that is open to members of other workspaces would be noticed, read or written", async () => {
  const database = await createTestDatabase();
  await fillTables(database.superUrl, [ours, theirs]);
  const before = await readTheirs(database, ["pulse.label_groups"]);
  await queryAs(
    database.superUrl,
    "create policy planted on pulse.label_groups to authenticated using (true) with check (true); grant update on pulse.label_groups to authenticated",
  );

  const rows = await withWorkspace(database.db, asOurs, (tx) => readRows(tx, "pulse.label_groups"));
  await attempt(database, await attacksOn(database, "pulse.label_groups"));
  const after = await readTheirs(database, ["pulse.label_groups"]);
  await database.drop();

  expect(rows.some((found) => isTheirs(found))).toBe(true);
  expect(after).not.toEqual(before);
});

async function readRows(tx: Tx, name: string): Promise<readonly Row[]> {
  const result = await sql<Row>`select to_jsonb(found) as row from ${sql.raw(name)} as found`.execute(tx);
  return result.rows;
}

function isTheirs(found: Row): boolean {
  const { row } = found;
  return (
    row["workspace_id"] === theirs.id ||
    row["user_id"] === theirs.userId ||
    (!("workspace_id" in row) && row["id"] === theirs.id)
  );
}

function theirsIn(table: string): string {
  return `to_jsonb(found) @> '{"workspace_id": ${theirs.id}}' or '${table}' in ('pulse.workspaces', 'pulse.workers') and to_jsonb(found) ->> 'id' in ('${theirs.id}', '${theirs.userId}')`;
}

async function readTheirs(database: TestDatabase, tables: readonly string[]): Promise<readonly unknown[]> {
  return await Promise.all(
    tables.map((table) =>
      queryAs(
        database.superUrl,
        `select '${table}' as name, ctid::text, xmin::text, to_jsonb(found) as row from ${table} as found where ${theirsIn(table)}`,
      ),
    ),
  );
}

async function attacksOn(database: TestDatabase, table: string): Promise<readonly string[]> {
  const columns = await queryAs<{ name: string }>(
    database.superUrl,
    `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  );
  const names = columns.map((column) => `"${column.name}"`);
  const [copy] = await queryAs<{ row: string }>(
    database.superUrl,
    `select to_jsonb(found)::text as row from ${table} as found where ${theirsIn(table)}`,
  );
  const touch = names.map((name) => `update ${table} set ${name} = ${name}`);
  const steal = names.includes('"workspace_id"')
    ? [`update ${table} set workspace_id = ${ours.id}`, `update ${table} set workspace_id = ${theirs.id}`]
    : [];
  return [
    ...touch,
    ...steal,
    `insert into ${table} (${names.join(", ")}) overriding system value select ${names.join(", ")} from jsonb_populate_record(null::${table}, '${copy?.row ?? "{}"}')`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ];
}

async function attempt(database: TestDatabase, attacks: readonly string[]): Promise<void> {
  for (const attack of attacks) {
    await withWorkspace(database.db, asOurs, (tx) => sql.raw(attack).execute(tx)).catch(() => undefined);
  }
}

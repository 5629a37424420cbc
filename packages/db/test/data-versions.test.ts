/** The state of each repository's facts has a number, which no change of them leaves as it was. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { Tx } from "../src/connect.ts";
import { queryAs } from "../src/testing/query-as.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/create-test-database.ts";
import { withService } from "../src/with-service.ts";

let database: TestDatabase;
let workspaceId = 0;
let first = 0;
let second = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

beforeEach(async () => {
  await queryAs(database.superUrl, "truncate pulse.workspaces cascade");
  await withService(database.db, async (tx) => {
    const made = await sql<{ readonly workspaceId: number; readonly id: number }>`
      with workspace as (
        insert into pulse.workspaces (slug, name) values ('acme', 'Acme') returning id
      )
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      select id, 'acme', name, now()
      from workspace
      cross join unnest(array['one', 'two']) as name
      returning workspace_id, id
    `.execute(tx);
    workspaceId = made.rows[0]?.workspaceId ?? 0;
    [first, second] = [made.rows[0]?.id ?? 0, made.rows[1]?.id ?? 0];
  });
});

async function addLabel(tx: Tx, repositoryId: number, name: string): Promise<void> {
  await sql`
    insert into pulse.labels (workspace_id, repository_id, name, color, fetched_at)
    values (${workspaceId}, ${repositoryId}, ${name}, 'ffffff', now())
  `.execute(tx);
}

async function versionOf(repositoryId: number | null): Promise<number> {
  const [found] = await queryAs<{ version: string }>(
    database.superUrl,
    `select version from pulse.data_versions where repository_id is not distinct from ${repositoryId ?? "null"}`,
  );
  return Number(found?.version ?? 0);
}

const untold = `
  select relation.relname as name
  from pg_class as relation
  where relation.relnamespace = 'pulse'::regnamespace
    and relation.relkind in ('r', 'p')
    and exists (select from pg_attribute where attrelid = relation.oid and attname = 'repository_id' and attnotnull)
    and exists (select from pg_attribute where attrelid = relation.oid and attname = 'fetched_at')
    and 3 > (
      select count(*)
      from pg_trigger
      where tgrelid = relation.oid and tgfoid = 'pulse.mark_data_changes()'::regprocedure and tgenabled = 'O'
    )`;

test("every table of facts tells its changes", async () => {
  expect(await queryAs(database.superUrl, untold)).toEqual([]);
});

test("a table of facts that does not would be noticed", async () => {
  const other = await createTestDatabase();
  const planted = `
    create table pulse.stars (workspace_id bigint not null, repository_id bigint not null, fetched_at timestamptz not null);
    ${untold}`;

  expect(await queryAs(other.superUrl, planted)).toEqual([{ name: "stars" }]);
  await other.drop();
});

test("a transaction counts once, however much it changes, and only where it changes something", async () => {
  await withService(database.db, async (tx) => {
    await addLabel(tx, first, "a");
    await addLabel(tx, first, "b");
    await sql`update pulse.labels set color = '000000'`.execute(tx);
    await sql`delete from pulse.labels where name = 'b'`.execute(tx);
  });

  expect([await versionOf(first), await versionOf(second)]).toEqual([1, 0]);
});

test("what is undone does not count, and leaves no work behind", async () => {
  const undone = withService(database.db, async (tx) => {
    await addLabel(tx, first, "a");
    throw new Error("Undone");
  });

  await expect(undone).rejects.toThrow("Undone");
  expect(await versionOf(first)).toBe(0);
  expect(await queryAs(database.superUrl, "select * from pulse.data_changes")).toEqual([]);
});

test("two at once do not wait for each other before they commit, and both count", async () => {
  await withService(database.db, async (one) => {
    await addLabel(one, first, "a");
    await withService(database.db, async (two) => {
      await addLabel(two, second, "a");
      await addLabel(two, first, "b");
    });
    await addLabel(one, second, "b");
  });

  expect([await versionOf(first), await versionOf(second)]).toEqual([2, 2]);
});

test("an account counts for its workspace when it has another name or turns out to be a bot, not when it is read again", async () => {
  const update = async (set: string) => {
    await withService(database.db, (tx) => sql`update pulse.accounts set ${sql.raw(set)}`.execute(tx));
    return await versionOf(null);
  };
  await withService(database.db, (tx) =>
    sql`insert into pulse.accounts (workspace_id, login, fetched_at) values (${workspaceId}, 'ada', now())`.execute(tx),
  );

  const versions = [
    await versionOf(null),
    await update("fetched_at = now()"),
    await update("login = 'Ada'"),
    await update("type = 'Bot'"),
  ];

  expect(versions).toEqual([0, 0, 1, 2]);
});

test("a repository that goes takes its number along", async () => {
  await withService(database.db, (tx) => addLabel(tx, first, "a"));

  await withService(database.db, (tx) => sql`delete from pulse.repositories where id = ${first}`.execute(tx));

  expect(await queryAs(database.superUrl, "select * from pulse.data_versions")).toEqual([]);
});

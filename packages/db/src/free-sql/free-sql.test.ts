/** Asking in SQL with nobody who looks at the statement first: what the login, its transaction and the policies hold by themselves. */
import { randomUUID } from "node:crypto";

import { isAppError } from "@pulse/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { fillTables, type Tenant } from "../../test/fill-tables.ts";
import { readKeyRing } from "../secrets/key-ring.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { queryAs } from "../testing/query-as.ts";
import { askInSql } from "./ask-in-sql.ts";
import { biRoleName } from "./bi-login.ts";
import { switchBiLogin } from "./switch-bi-login.ts";

const ours: Tenant = { id: 1, userId: randomUUID() };
const theirs: Tenant = { id: 2, userId: randomUUID() };
const keys = readKeyRing(Buffer.alloc(32, 1).toString("base64"));

describe.each([15, 18] as const)("the login of a workspace on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  let views: readonly string[];

  beforeAll(async () => {
    database = await createTestDatabase({ version });
    await fillTables(database.superUrl, [ours, theirs]);
    await queryAs(
      database.superUrl,
      `delete from pulse.bi_logins;
       set session_replication_role = replica;
       update pulse.repositories set deleted_at = null, access = 'ok'`,
    );
    for (const { id } of [ours, theirs]) await switchBiLogin(database.db, { workspaceId: id, keys });
    const found = await queryAs<{ name: string }>(
      database.superUrl,
      "select oid::regclass::text as name from pg_class where relkind = 'v' and relnamespace = 'metrics'::regnamespace order by 1",
    );
    views = found.map(({ name }) => name);
  });

  afterAll(async () => {
    for (const { id } of [ours, theirs]) await switchBiLogin(database.db, { workspaceId: id, keys: null });
    await database.drop();
  });

  async function ask(sql: string, { workspaceId = ours.id, timeoutMs = 60_000 } = {}) {
    return await askInSql(database.db, { workspaceId, url: database.url, keys, sql, maxRows: 10, timeoutMs });
  }

  /** What it answers, or how it is refused. */
  async function outcomeOf(sql: string, timeoutMs?: number): Promise<string> {
    return await ask(sql, timeoutMs === undefined ? {} : { timeoutMs }).then(
      ({ rows }) => JSON.stringify(rows),
      (error: unknown) => {
        if (!isAppError(error)) throw error;
        return `${error.code}: ${error.message}`;
      },
    );
  }

  test("reads every view, and of each the rows of its own workspace alone", async () => {
    const seen = new Map<string, string>();
    for (const view of views) {
      const { rows } = await ask(`select distinct workspace_id from ${view}`);
      seen.set(view, JSON.stringify(rows));
    }

    expect(seen.size).toBeGreaterThan(15);
    expect([...seen].filter(([, rows]) => rows !== "[[1]]" && rows !== "[]")).toEqual([]);
    expect([...seen].filter(([, rows]) => rows === "[[1]]").length).toBeGreaterThan(8);
  });

  test("the same question of two workspaces is answered from the rows of each", async () => {
    const both = await Promise.all(
      [ours, theirs].map(({ id }) => ask("select workspace_id from metrics.repositories", { workspaceId: id })),
    );

    expect(both.map(({ rows }) => rows)).toEqual([[[1]], [[2]]]);
  });

  test.each([
    [
      "claims of another",
      `select set_config('request.jwt.claims', '{"sub":"${theirs.userId}","workspace_id":2}', false)`,
    ],
    ["the role of the service", "select set_config('role', 'service_role', false)"],
    ["the role of a member", "select set_config('role', 'authenticated', false)"],
    ["the other login", "select set_config('session_authorization', (select 'pulse_bi_x'), false)"],
    ["policies off", "select set_config('row_security', 'off', false)"],
  ])("%s, set from within, show nobody else's rows", async (_, setting) => {
    const inside = await outcomeOf(
      `with changed as materialized (${setting}) select distinct workspace_id from changed, metrics.repositories where length(changed.set_config) >= 0`,
    );

    // It changes nothing, or is refused.
    expect(inside).toMatch(/^(\[\[1\]\]|\[\]|forbidden: |invalid: )/);
  });

  test.each([
    ["two statements", "select 1; select 2"],
    ["the end of the transaction", "select 1; commit; create table evil ()"],
    ["an end alone", "commit"],
    ["a change", "update metrics.repositories set name = 'x'"],
    ["a change within a query", "with gone as (delete from pulse.issues returning 1) select * from gone"],
    ["a new table", "select 1 into evil"],
    ["a block", "do $$ begin perform 1; end $$"],
    ["a copy", "copy (select 1) to program 'true'"],
    ["an explained change", "explain analyze delete from pulse.issues"],
    ["a prepared statement", "prepare evil as select 1"],
    ["a setting", "set statement_timeout = 0"],
    ["a listener", "listen evil"],
    ["rows that are held", "select * from metrics.repositories for update"],
    ["a table by its name", "select * from pulse.issues"],
    ["secrets", "select * from pulse.connections"],
    ["who signs in", "select * from identity.users"],
    ["jobs", "select * from jobs.job"],
    ["passwords", "select * from pg_catalog.pg_authid"],
    ["a table by a cast", "select count(*) from query_to_xml('select * from pulse.connections', true, true, '') x"],
    ["a whole schema", "select schema_to_xml('pulse', true, true, '')"],
    ["a file", "select pg_read_file('/etc/passwd')"],
    ["a file that is looked for", "select * from pg_ls_dir('/')"],
    ["a file as a large object", "select lo_import('/etc/passwd')"],
    ["another database", "select * from dblink('dbname=postgres', 'select 1') as t(a int)"],
    ["other sessions", "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"],
    ["settings of the server", "select pg_reload_conf()"],
  ])("%s cannot be had", async (_, sql) => {
    expect(await outcomeOf(sql)).toMatch(/^(forbidden|invalid): |^\[\[(null|false)?\]\]$|^\[\]$/);
  });

  test("what may be written in a transaction that only reads is gone with it", async () => {
    await outcomeOf("select lo_create(424242), pg_notify('evil', 'x'), pg_advisory_lock(424242)");

    const left = await queryAs(
      database.superUrl,
      `select oid from pg_largeobject_metadata
       union all
       select objid from pg_locks where locktype = 'advisory' and objid = 424242 and granted`,
    );
    expect(left).toEqual([]);
  });

  // The rest is the same on both, and takes its time.
  test.runIf(version === 18)(
    "what would take hours is refused before it begins, and what takes longer than its time is ended",
    async () => {
      const product = Array.from({ length: 8 }, (_, n) => `generate_series(1, 1000000) as a${n}`).join(", ");

      expect(await outcomeOf(`select count(*) from ${product}`)).toMatch(/^invalid: This would take hours/);
      expect(await outcomeOf("select pg_sleep(600)", 2000)).toMatch(/^invalid: This took longer than it may/);
    },
  );

  test.runIf(version === 18)("rows, and the bytes of one row, have an end", async () => {
    const many = await ask("select n from generate_series(1, 100) as n");

    expect(many).toMatchObject({ isMore: true, columns: [{ name: "n", type: "integer" }] });
    expect(many.rows).toHaveLength(10);
    expect(await outcomeOf("select repeat('x', 20000000)")).toMatch(/^invalid: The rows are more than/);
  });

  test("a workspace that is switched off is asked no more, and its login is gone", async () => {
    const role = await biRoleName(database.db, theirs.id);
    await switchBiLogin(database.db, { workspaceId: theirs.id, keys: null });
    await switchBiLogin(database.db, { workspaceId: theirs.id, keys: null });

    const refusal = ask("select 1", { workspaceId: theirs.id });
    await expect(refusal).rejects.toMatchObject({ code: "forbidden" });
    expect(await queryAs(database.superUrl, `select from pg_roles where rolname = '${role}'`)).toEqual([]);
  });

  test("a repository that GitHub hides from us is hidden here", async () => {
    const hide = (access: string) =>
      queryAs(
        database.superUrl,
        `set session_replication_role = replica; update pulse.repositories set access = '${access}'`,
      );
    await hide("private");
    const hidden = await ask(
      "select 1 from metrics.repositories union all select 1 from metrics.pull_request_timeline",
    );
    await hide("ok");

    expect(hidden.rows).toEqual([]);
    expect((await ask("select 1 from metrics.pull_request_timeline")).rows).toHaveLength(1);
  });

  test("keys that change keep the way in, and others do not open it", async () => {
    const ring = (...bytes: readonly number[]) =>
      readKeyRing(bytes.map((byte) => Buffer.alloc(32, byte).toString("base64")).join(","));
    const question = { workspaceId: ours.id, url: database.url, sql: "select 1", maxRows: 1 };

    expect((await askInSql(database.db, { ...question, keys: ring(2, 1) })).rows).toEqual([[1]]);
    await expect(askInSql(database.db, { ...question, keys: ring(2) })).rejects.toMatchObject({ code: "unavailable" });
  });

  // Each of the two is seen to be what holds: without it the same question shows what it hides.
  test("without the policy all rows would show, and with one right more secrets would", async () => {
    await queryAs(database.superUrl, "create policy planted on pulse.repositories for select to pulse_bi using (true)");
    const all = await ask("select workspace_id from metrics.repositories order by 1");
    await queryAs(database.superUrl, "drop policy planted on pulse.repositories");
    await queryAs(
      database.superUrl,
      `grant usage on schema pulse to pulse_bi; grant select on pulse.connections to pulse_bi;
       create policy planted on pulse.connections for select to pulse_bi using (true)`,
    );
    const secrets = await ask("select id from pulse.connections order by 1");
    await queryAs(
      database.superUrl,
      `drop policy planted on pulse.connections; revoke all on pulse.connections from pulse_bi; revoke usage on schema pulse from pulse_bi`,
    );

    expect(all.rows).toEqual([[1], [2]]);
    expect(secrets.rows).toEqual([[1], [2]]);
  });
});

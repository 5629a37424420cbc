/** analytics_query as it is called: by whom, where it is switched on, and what it answers. */
import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openGitHubTools, type GitHubTools } from "../../../test/open-github-tools.ts";
import { showFreeSql, switchFreeSql, type ActionContext } from "../../index.ts";

let bench: GitHubTools;
let ctx: ActionContext;
const viewer = "00000000-0000-7000-8000-000000000011";

beforeAll(async () => {
  bench = await openGitHubTools();
  ctx = { ...bench.ctx, freeSqlUrl: bench.database.url };
  await withService(bench.database.db, (tx) =>
    sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${ctx.actor.workspaceId}, ${viewer}, 'viewer')
    `.execute(tx),
  );
});

afterAll(async () => {
  await switchFreeSql.run(ctx, { isOn: false });
  await bench.close();
});

const ask = async (params: object, as: ActionContext = ctx) => await bench.call("analytics_query", params, as);

test("it is off until an admin switches it on, and off again afterwards", async () => {
  const question = { sql: "select full_name from metrics.repositories" };

  expect((await ask(question)).error).toMatchObject({
    code: "policy_denied",
    message: expect.stringContaining("Settings"),
  });
  expect(await switchFreeSql.run(ctx, { isOn: true })).toEqual({ isOn: true });
  expect(await showFreeSql.run(ctx, {})).toEqual({ isOn: true });
  expect(await ask(question)).toEqual({
    columns: [{ name: "full_name", type: "text" }],
    rows: [{ full_name: "acme/site" }],
  });
  await switchFreeSql.run(ctx, { isOn: false });
  expect((await ask(question)).error).toMatchObject({ code: "policy_denied" });
  await switchFreeSql.run(ctx, { isOn: true });
});

test("it takes a member, and a key with its scope", async () => {
  const as = (actor: Partial<ActionContext["actor"]>) => ({ ...ctx, actor: { ...ctx.actor, ...actor } });
  const question = { sql: "select 1 as one" };

  expect((await ask(question, as({ scopes: ["read", "write"] }))).error).toMatchObject({ code: "forbidden" });
  expect(await ask(question, as({ scopes: ["sql"] }))).toMatchObject({ rows: [{ one: 1 }] });
  expect((await ask(question, as({ userId: viewer }))).error).toMatchObject({ code: "forbidden" });
});

test("what is more than was asked for is cut, and says how to get the rest", async () => {
  const answer = await ask({ sql: "select n from generate_series(1, 30) as n", limit: 20 });
  const large = await ask({
    sql: "select n, 'a text of some length, and then some more' as text from generate_series(1, 1000) as n",
    limit: 1000,
  });

  expect(answer).toMatchObject({
    rows: { length: 20 },
    truncated: { reason: "limit", hint: expect.stringContaining("limit") },
  });
  expect(large).toMatchObject({
    truncated: { reason: "size", hint: expect.stringContaining("`rows` had 1000 entries") },
  });
  expect(Buffer.byteLength(JSON.stringify(large))).toBeLessThanOrEqual(50_000);
});

test.each([
  ["a column that is none", "select nothing from metrics.repositories", "invalid", /column "nothing" does not exist/],
  ["a division by nothing", "select 1 / 0 as x", "invalid", /division by zero/],
  ["two columns of one name", "select 1 as a, 2 as a", "invalid", /Two columns are called "a"/],
  ["what is no SQL", "selec", "invalid", /syntax error/],
  ["a table", "select * from pulse.connections", "policy_denied", /pulse\.connections: there are metrics\./],
  [
    "a function behind a dot",
    "select x.pg_read_file from unnest(array['/etc/passwd']) as x",
    "policy_denied",
    /\.pg_read_file/,
  ],
  ["a cast behind a dot", "select x.regclass from unnest(array['pg_authid']) as x", "policy_denied", /\.regclass/],
])("%s is told with what is wrong", async (_, statement, code, message) => {
  expect((await ask({ sql: statement })).error).toMatchObject({ code, message: expect.stringMatching(message) });
});

test("columns that are called like functions are read as columns", async () => {
  const columns = await ask({ sql: "select r.name, r.owner from metrics.repositories as r" });

  expect(columns).toMatchObject({ rows: [{ name: "site", owner: "acme" }] });
});

test("where there is no way to run SQL it says so", async () => {
  expect((await ask({ sql: "select 1" }, bench.ctx)).error).toMatchObject({ code: "unavailable" });
});

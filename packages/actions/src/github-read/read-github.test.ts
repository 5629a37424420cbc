import { randomUUID } from "node:crypto";

import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { openGitHubTools, type GitHubTools } from "../../test/open-github-tools.ts";
import { readGitHub, type ActionContext } from "../index.ts";

let bench: GitHubTools;
let viewer: ActionContext;

beforeAll(async () => {
  bench = await openGitHubTools();
  const userId = randomUUID();
  viewer = { ...bench.ctx, actor: { userId, workspaceId: bench.ctx.actor.workspaceId } };
  await withService(bench.database.db, async (tx) => {
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${viewer.actor.workspaceId}, ${userId}, 'viewer')
    `.execute(tx);
    await sql`
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      values (${viewer.actor.workspaceId}, 'acme', 'archived', now())
    `.execute(tx);
  });
});

beforeEach(() => {
  bench.asked.length = 0;
});

afterAll(async () => {
  await bench.close();
});

const ask = async (path: string, ctx = bench.ctx, query: Record<string, string> = {}) =>
  await readGitHub.run(ctx, { path, query });

test("what GitHub says of a tracked repository is told as it is, with the credential and to GitHub's own host alone", async () => {
  const { data } = await ask("repos/ACME/Site/issues", bench.ctx, { state: "all" });

  expect(data).toMatchObject([{ number: 2 }, { number: 3 }]);
  expect(bench.asked).toEqual([
    {
      method: "GET",
      host: "api.github.test",
      path: "/repos/acme/site/issues",
      query: "?state=all",
      token: expect.stringContaining("ghp_marker"),
      body: null,
    },
  ]);
});

test("an unchanged answer costs nothing, for the person who had it and for nobody else", async () => {
  bench.answers["GET /repos/acme/site/labels"] = { json: [{ name: "bug" }], headers: { etag: '"v1"' } };
  await ask("repos/acme/site/labels");
  bench.answers["GET /repos/acme/site/labels"] = { status: 304, text: "" };
  const again = await ask("repos/acme/site/labels");
  bench.answers["GET /repos/acme/site/labels"] = { json: [{ name: "theirs" }], headers: { etag: '"v1"' } };
  const others = await ask("repos/acme/site/labels", viewer);

  expect(again.data).toEqual([{ name: "bug" }]);
  expect(others.data).toEqual([{ name: "theirs" }]);
});

test.each([
  "repos/acme/other/issues",
  "repos/acme/archived/issues",
  "repos/acme",
  "user",
  "orgs/acme/members",
  "graphql",
  "search/code",
])("%s is not told: it is no tracked repository", async (path) => {
  await expect(ask(path)).rejects.toMatchObject({ code: "not_found" });
  expect(bench.asked).toEqual([]);
});

test.each([
  "repos/acme/site/../other/issues",
  "repos/acme/site/%2e%2e/other",
  "repos/acme/site/..%2f..%2fother",
  "repos/acme/site%2f..%2fother/issues",
  "repos/acme/site/%252e%252e/other",
  "repos/acme/site/contents/%5c..%5cx",
  "repos//acme/site",
  "repos/acme/site//user",
  "repos/acme/site/issues%3Fa=b",
  "repos/acme/site/issues%00",
  "repos/acme/site/%E0%A4%A",
  "https://evil.test/repos/acme/site",
  "//evil.test/repos/acme/site",
  "repos/acme/..",
  "repos/acme@evil.test/site",
])("%s is refused before anybody is asked", async (path) => {
  await expect(ask(path)).rejects.toMatchObject({ code: expect.stringMatching(/^(invalid|not_found)$/) });
  expect(bench.asked).toEqual([]);
});

test.each(["https://evil.test/steal", "https://api.github.test/repos/acme/secret", "/user"])(
  "a redirect to %s is not followed",
  async (location) => {
    bench.answers["GET /repos/acme/site/releases"] = { status: 302, headers: { location }, json: {} };

    await expect(ask("repos/acme/site/releases")).rejects.toMatchObject({ code: "conflict" });
    expect(bench.asked.map(({ path }) => path)).toEqual(["/repos/acme/site/releases"]);
  },
);

test.each([
  "hooks",
  "collaborators",
  "actions/secrets",
  "contents/README.md",
  "keys",
  "traffic/views",
  "pulls/1/files",
])("a viewer reads %s through nobody else's credential", async (rest) => {
  await expect(ask(`repos/acme/site/${rest}`, viewer)).rejects.toMatchObject({ code: "forbidden" });
  expect(bench.asked).toEqual([]);
});

test("what is asked counts in the budget that sync shares", async () => {
  bench.answers["GET /repos/acme/site/tags"] = {
    json: [],
    headers: { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "17", "x-ratelimit-reset": "1777640000" },
  };
  await ask("repos/acme/site/tags");

  const budget = await withService(bench.database.db, (tx) =>
    sql<{ n: number }>`select min(remaining) as n from pulse.rate_budgets where resource = 'core'`.execute(tx),
  );
  expect(budget.rows).toEqual([{ n: 17 }]);
});

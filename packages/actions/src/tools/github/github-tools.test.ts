/** The tools over GitHub as they are called, with GitHub replaced at the wire. */
import { ensureDefaultWorkspace, localOwnerId, readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { callTool, connectRepository, listAudit, saveConnection, tools, type ActionContext } from "../../index.ts";

type Answer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
};
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly token: string | null;
  readonly body: unknown;
};

const now = "2026-05-01T12:00:00Z";
const user = { login: "octo", id: 1 };
const issue = (number: number, more: object = {}) => ({
  id: number,
  number,
  title: `Issue ${number}`,
  body: "a\u200bb<!-- obey -->",
  state: "open",
  user,
  labels: [{ name: "bug" }],
  assignees: [],
  created_at: now,
  updated_at: now,
  closed_at: null,
  ...more,
});

let database: TestDatabase;
let ctx: ActionContext;
let answers: Record<string, Answer>;
let asked: Asked[];

beforeEach(async () => {
  database = await createTestDatabase();
  asked = [];
  answers = {
    "GET /rate_limit": { json: { resources: { core: { limit: 5000, remaining: 4000, reset: 1777631400 } } } },
    "GET /user": { json: { login: "octo" }, headers: { "x-oauth-scopes": "repo" } },
    "GET /repos/acme/site": { json: { id: 5, name: "site", owner: { login: "acme" }, private: true } },
    "GET /repos/acme/site/issues": { json: [issue(2), issue(3, { pull_request: {} })] },
    "GET /repos/acme/site/pulls": { json: [] },
    "GET /repos/acme/site/commits": { json: [] },
    "GET /repos/acme/site/actions/runs": { json: { workflow_runs: [] } },
    "GET /repos/acme/site/deployments": { json: [] },
    "POST /repos/acme/site/issues": {
      status: 201,
      json: { number: 9, html_url: "https://github.test/acme/site/issues/9" },
    },
  };
  ctx = {
    db: database.db,
    clock: fixedClock(now),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId: await ensureDefaultWorkspace(database.db) },
    origin: { source: "mcp", address: null, requestId: "r-1" },
    toolRules: { key: Buffer.alloc(32, 7), writableOwners: ["acme"] },
    github: {
      apiUrl: "https://api.github.test",
      keys: readKeyRing(Buffer.alloc(32, 1).toString("base64")),
      token: null,
      fetch: answer,
    },
  };
  await saveConnection.run(ctx, { name: "main", token: "ghp_marker" });
  await connectRepository.run(ctx, { repository: "acme/site" });
  asked = [];
});

afterEach(async () => {
  await database.drop();
});

function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const method = init?.method ?? "GET";
  const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
  asked.push({
    method,
    path: url.pathname,
    query: url.search,
    token: new Headers(init?.headers).get("authorization"),
    body,
  });
  const found = answers[`${method} ${url.pathname}`] ?? { status: 404, json: { message: "Not Found" } };
  const text = found.text ?? JSON.stringify(found.json);
  const headers = { "content-type": "application/json", ...found.headers };
  return Promise.resolve(new Response(text, { status: found.status ?? 200, headers }));
}

async function call(name: string, params: unknown, given = ctx) {
  const answered = await callTool(given, { name, params, tools });
  return answered.structured as Record<string, never> & {
    error?: { code: string; message: string; add?: Record<string, string> };
  };
}

async function cover(at: string): Promise<void> {
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select workspace_id, id, kind, 'sync', ${at}::timestamptz, ${at}::timestamptz
      from pulse.repositories, unnest(array['issues', 'pull_requests', 'workflow_runs']) as kind
    `.execute(tx);
    await sql`
      insert into pulse.issues (workspace_id, repository_id, number, title, state, label_names, created_at, updated_at, fetched_at)
      select workspace_id, id, number, 'Stored', 'open', '{bug}', ${now}::timestamptz - number * interval '1 hour', ${now}, ${now}
      from pulse.repositories, generate_series(1, 3) as number
    `.execute(tx);
  });
}

const site = { owner: "acme", repo: "site" };

test("what was never read comes from GitHub, through the repository's connection, without pull requests and without hidden words", async () => {
  const listed = await call("github_list_issues", { ...site, labels: ["bug"], state: "all" });

  expect(listed).toMatchObject({
    source: "live",
    as_of: new Date(now).toISOString(),
    items: [{ number: 2, author: "octo", body_excerpt: "ab" }],
  });
  expect(asked).toMatchObject([{ path: "/repos/acme/site/issues", token: expect.stringContaining("ghp_marker") }]);
  expect(asked[0]?.query).toContain("labels=bug");
});

test("what is fresh comes from our copy, page by page, and asks GitHub nothing", async () => {
  await cover("2026-05-01T11:50:00Z");

  const first = await call("github_list_issues", { ...site, limit: 2 });
  const second = await call("github_list_issues", { ...site, limit: 2, cursor: first["next_cursor"] });

  expect(first).toMatchObject({ source: "mirror", as_of: "2026-05-01T11:50:00.000Z" });
  expect([first, second].map((page) => (page["items"] as unknown as unknown[]).length)).toEqual([2, 1]);
  expect(second["next_cursor"]).toBeNull();
  expect(asked).toEqual([]);
});

test("rows that go away between two pages push none out of the next", async () => {
  await cover("2026-05-01T11:50:00Z");
  const numbers = (page: Record<string, unknown>) =>
    (page["items"] as { number: number }[]).map(({ number }) => number);

  const first = await call("github_list_issues", { ...site, limit: 1 });
  await withService(database.db, (tx) =>
    sql`update pulse.issues set state = 'closed', closed_at = now() where number = ${numbers(first)[0]}`.execute(tx),
  );
  const rest = await call("github_list_issues", { ...site, limit: 1, cursor: first["next_cursor"] });

  expect([numbers(first), numbers(rest)]).toEqual([[3], [2]]);
});

test("GitHub's next page is asked for as GitHub named it, and a page that was cut goes on within itself", async () => {
  const long = (number: number) => issue(number, { body: "x".repeat(600), title: "y".repeat(20_000) });
  const link = '<https://api.github.test/repositories/5/issues?per_page=3&after=Y3Vyc29y&state=open>; rel="next"';
  answers["GET /repos/acme/site/issues"] = { json: [1, 2, 3].map((number) => issue(number)), headers: { link } };
  const first = await call("github_list_issues", { ...site, limit: 3 });
  answers["GET /repos/acme/site/issues"] = { json: [4, 5, 6].map(long) };
  const seen: number[] = [];

  for (let cursor = first["next_cursor"] as unknown; typeof cursor === "string";) {
    const page = await call("github_list_issues", { ...site, limit: 3, cursor });
    seen.push(...(page["items"] as unknown as { number: number }[]).map(({ number }) => number));
    cursor = page["next_cursor"];
  }

  expect(asked.slice(1).every(({ query }) => query.includes("after=Y3Vyc29y") && query.includes("per_page=3"))).toBe(
    true,
  );
  expect(seen).toEqual([4, 5, 6]);
});

test.each([
  ["500", { status: 500, text: "<html>Unicorn</html>" }],
  ["a page instead of JSON", { status: 502, text: "<html>" }],
])("when GitHub answers %s, the copy answers as old as it is", async (_, fault) => {
  await cover("2026-05-01T09:00:00Z");
  answers["GET /repos/acme/site/issues"] = fault;

  const listed = await call("github_list_issues", site);

  expect(listed).toMatchObject({ source: "mirror", as_of: "2026-05-01T09:00:00.000Z" });
});

test.each([
  [401, {}, "unauthenticated"],
  [403, {}, "forbidden"],
  [404, {}, "not_found_or_no_access"],
  [422, {}, "invalid"],
  [429, { "retry-after": "30" }, "rate_limited"],
  [
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-limit": "5000", "x-ratelimit-reset": "1777637400" },
    "rate_limited",
  ],
  [451, {}, "not_found"],
  [500, {}, "upstream_error"],
])("GitHub's %i is a typed error with the next step", { timeout: 120_000 }, async (status, headers, code) => {
  answers["GET /repos/acme/site/pulls"] = { status, json: { message: "no" }, headers };

  const { error } = await call("github_list_prs", site);

  expect(error).toMatchObject({ code, message: expect.stringMatching(/.{20}/), request_id: "r-1" });
  expect(JSON.stringify(error)).not.toContain("ghp_marker");
});

test("a time to wait is told in seconds", async () => {
  answers["GET /repos/acme/site/pulls"] = {
    status: 429,
    json: { message: "slow down" },
    headers: { "retry-after": "30" },
  };

  expect((await call("github_list_prs", site)).error).toMatchObject({
    retryable: true,
    retry_after_s: expect.any(Number),
  });
});

test.each(["../..", "a/b", "..", "site\u0000", ""])("%j is no repository to ask for", async (repo) => {
  expect((await call("github_list_issues", { owner: "acme", repo })).error).toMatchObject({ code: "invalid" });
  expect(asked).toEqual([]);
});

test("a repository that is not of the workspace is not asked of GitHub, whoever sees it there", async () => {
  const { error } = await call("github_get_workflow_runs", { owner: "acme", repo: "other" });

  expect(error).toMatchObject({
    code: "not_found_or_no_access",
    message: expect.stringContaining("./pulse repo connect acme/other"),
  });
  expect(asked).toEqual([]);
});

const wanted = { ...site, title: "It breaks", body: "Steps", idempotency_key: "issue-0001" };

test("an issue is opened once: asked, confirmed, and the same again is the same issue", async () => {
  const first = await call("github_create_issue", wanted);
  const confirmed = { ...wanted, ...first.error?.add };
  const opened = await call("github_create_issue", confirmed);
  const again = await call("github_create_issue", confirmed);

  expect(first.error).toMatchObject({
    code: "confirmation_required",
    message: expect.stringContaining('"It breaks" in acme/site'),
  });
  expect(opened).toMatchObject({ number: 9, created: true });
  expect(again).toMatchObject({ number: 9, created: false });
  expect(asked.map(({ method, body }) => [method, body])).toEqual([
    ["POST", { title: "It breaks", body: "Steps", labels: [], assignees: [] }],
  ]);
  const { lines } = (await listAudit.run(ctx, {})) as unknown as { lines: { action: string; source: string }[] };
  expect(lines.filter(({ action }) => action === "github_create_issue")).toMatchObject([
    { source: "mcp" },
    { source: "mcp" },
    { source: "mcp" },
  ]);
});

test("the same issue at once twice is opened at most once", async () => {
  const confirmed = { ...wanted, ...(await call("github_create_issue", wanted)).error?.add };

  await Promise.all([call("github_create_issue", confirmed), call("github_create_issue", confirmed)]);
  await call("github_create_issue", confirmed);

  expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a confirmation is good for its arguments, its person and five minutes", async () => {
  const { error } = await call("github_create_issue", wanted);
  const late = { ...ctx, clock: fixedClock("2026-05-01T12:06:00Z") };

  const tried = [
    await call("github_create_issue", { ...wanted, ...error?.add, title: "Another" }),
    await call("github_create_issue", { ...wanted, ...error?.add, idempotency_key: "issue-0002" }),
    await call("github_create_issue", { ...wanted, ...error?.add }, late),
  ];

  expect(tried.map((one) => one.error?.code)).toEqual(["invalid", "invalid", "invalid"]);
  expect(asked).toEqual([]);
});

test("a dry run, an owner who is not allowed and a key that may only read open nothing", async () => {
  const dry = await call("github_create_issue", { ...wanted, dry_run: true });
  const closed = { ...ctx, toolRules: { key: Buffer.alloc(32, 7), writableOwners: [] } };
  const reader = { ...ctx, actor: { ...ctx.actor, scopes: ["read"] as const } };

  expect(dry).toMatchObject({ created: false, plan: 'Open the issue "It breaks" in acme/site' });
  expect((await call("github_create_issue", wanted, closed)).error).toMatchObject({
    code: "policy_denied",
    message: expect.stringContaining("PULSE_OWNERS_ALLOW"),
  });
  expect((await call("github_create_issue", wanted, reader)).error).toMatchObject({ code: "forbidden" });
  expect(asked).toEqual([]);
});

test("repositories are listed by owner, and one of them alone", async () => {
  await cover("2026-05-01T11:50:00Z");

  expect(await call("github_list_repos", { org: "ACME" })).toMatchObject({
    items: [{ full_name: "acme/site", open_issues: 3 }],
  });
  expect(await call("github_list_repos", { user: "nobody" })).toMatchObject({ items: [] });
  expect(await call("github_get_repo", site)).toMatchObject({ repository: { full_name: "acme/site", open_prs: 0 } });
});

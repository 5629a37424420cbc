import { withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock, type AppError } from "@pulse/kit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { createConnection } from "../../test/connection-fixture.ts";
import { startFakeGitHub, type FakeGitHub } from "../../test/fake-github.ts";
import { createGitHubClient, type ClientOptions } from "./create-github-client.ts";
import type { OpenedConnection } from "./github-client.ts";

const now = "2026-05-01T10:00:00Z";
const logger = createLogger({ name: "test", level: "silent" });
let database: TestDatabase;
let github: FakeGitHub;
let connection: OpenedConnection;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  github = await startFakeGitHub();
  connection = await createConnection(database.db);
});

afterEach(async () => {
  await github.close();
});

afterAll(async () => {
  await database.drop();
});

function client(input: Partial<ClientOptions> & { readonly at?: string; readonly connection?: OpenedConnection } = {}) {
  const { at, connection: given, ...options } = input;
  return createGitHubClient({ db: database.db, clock: fixedClock(at ?? now), logger }, given ?? connection, {
    purpose: "sync",
    apiUrl: github.url,
    retryBaseMs: 0,
    ...options,
  });
}

function limits(
  remaining: number,
  input: { readonly quota?: number; readonly reset?: string; readonly resource?: string } = {},
) {
  return {
    "x-ratelimit-limit": String(input.quota ?? 5000),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(Date.parse(input.reset ?? "2026-05-01T10:40:00Z") / 1000),
    "x-ratelimit-resource": input.resource ?? "core",
  };
}

async function refusal(work: Promise<unknown>): Promise<Pick<AppError, "code" | "message" | "details">> {
  return await work.then(
    () => {
      throw new Error("was not refused");
    },
    (error: unknown) => error as AppError,
  );
}

async function budget(resource = "core") {
  const [row] = await queryAs(
    database.superUrl,
    `select quota, remaining, reset_at, paused_until, pause_reason from pulse.rate_budgets
     where connection_id = ${connection.id} and resource = '${resource}'`,
  );
  return row;
}

test("an answer comes with its data and the address of the next page, asked with the token", async () => {
  github.answer({
    json: [{ id: 1 }],
    headers: { link: `<${github.url}/x?page=2>; rel="next", <${github.url}/x?page=9>; rel="last"` },
  });

  const answer = await client().get("/repos/acme/site/labels", { query: { per_page: 100 } });

  expect(answer).toMatchObject({
    isNotModified: false,
    data: [{ id: 1 }],
    next: `${github.url}/x?page=2`,
    movedTo: null,
  });
  expect(github.seen[0]).toMatchObject({
    path: "/repos/acme/site/labels?per_page=100",
    headers: { authorization: "Bearer ghp_marker", accept: "application/vnd.github+json" },
  });
});

test("a colon in an address is no placeholder", async () => {
  github.answer({ json: {} });

  await client().get("/repos/acme/site/compare/main...fork:topic", { query: { created: "2026-01-01T00:00:00Z..*" } });

  expect(github.seen[0]?.path).toBe("/repos/acme/site/compare/main...fork:topic?created=2026-01-01T00%3A00%3A00Z..*");
});

test("an anonymous connection sends no credential", async () => {
  const anonymous = await createConnection(database.db, { kind: "anonymous", credential: { kind: "none" } });
  github.answer({ json: {} });

  await client({ connection: anonymous }).get("/repos/acme/site");

  expect(github.seen[0]?.headers["authorization"]).toBeUndefined();
});

test("without a token no query is sent, and a refusal revokes nothing", async () => {
  const anonymous = await createConnection(database.db, { kind: "anonymous", credential: { kind: "none" } });
  github.answer({ status: 401, json: { message: "Requires authentication" } });

  const query = await refusal(client({ connection: anonymous }).graphql("query { viewer { login } }", {}));
  await refusal(client({ connection: anonymous }).get("/user"));

  expect(query).toMatchObject({ code: "forbidden", details: { reason: "needs_token" } });
  expect(github.seen).toHaveLength(1);
  expect(await queryAs(database.superUrl, `select status from pulse.connections where id = ${anonymous.id}`)).toEqual([
    { status: "active" },
  ]);
});

test("an address on another host is not asked", async () => {
  const error = await refusal(client().get("https://example.com/repos/acme/site"));

  expect(error).toMatchObject({ code: "forbidden", details: { reason: "foreign_host" } });
  expect(github.seen).toEqual([]);
});

test("a renamed repository is followed on the same host, and the new address is told", async () => {
  github.answer(
    { status: 301, headers: { location: `${github.url}/repositories/7` } },
    { json: { full_name: "acme/new" } },
  );

  const answer = await client().get("/repos/acme/old");

  expect(answer).toMatchObject({ data: { full_name: "acme/new" }, movedTo: `${github.url}/repositories/7` });
});

test("a redirect to another host is not followed, so the token stays here", async () => {
  const thief = await startFakeGitHub();
  github.answer({ status: 302, headers: { location: `${thief.url}/take` } });

  const error = await refusal(client().get("/repos/acme/old"));
  await thief.close();

  expect(error.code).toBe("forbidden");
  expect(thief.seen).toEqual([]);
});

test("redirects without end are given up", async () => {
  github.answer({ status: 302, headers: { location: "/again" } });

  expect(await refusal(client().get("/repos/acme/old"))).toMatchObject({
    code: "unavailable",
    details: { reason: "redirects" },
  });
});

test("a write to a moved repository is refused with its new address", async () => {
  github.answer({ status: 301, headers: { location: `${github.url}/repositories/7/hooks` } });

  expect(await refusal(client().post("/repos/acme/old/hooks", { name: "web" }))).toMatchObject({
    code: "conflict",
    details: { reason: "moved", movedTo: `${github.url}/repositories/7/hooks` },
  });
  expect(github.seen[0]).toMatchObject({ method: "POST", body: '{"name":"web"}' });
});

test("an answer kept with its facts is asked for by its ETag, and an unchanged one costs nothing", async () => {
  const asking = client();
  github.answer({ json: [], headers: { etag: 'W/"one"', ...limits(4999) } });
  const first = await asking.get("/labels", { isConditional: true });
  if (first.isNotModified) throw new Error("the first answer is new");
  await withService(database.db, async (tx) => await first.saveEtag(tx));

  github.answer({ status: 304, headers: { etag: 'W/"one"', ...limits(4999) } });
  const second = await asking.get("/labels", { isConditional: true });

  expect(second).toEqual({ isNotModified: true });
  expect(github.seen[1]?.headers["if-none-match"]).toBe('W/"one"');
  expect(asking.usage).toEqual({ requests: 2, notModified: 1, points: 0 });
  expect(await budget()).toMatchObject({ remaining: 4999 });
});

test("an ETag whose facts were not saved is not asked for", async () => {
  github.answer({ json: [], headers: { etag: '"one"' } });
  await client().get("/labels", { isConditional: true });
  await client().get("/labels", { isConditional: true });

  expect(github.seen[1]?.headers["if-none-match"]).toBeUndefined();
});

test("another token asks without the ETag of the one before, and no token is stored", async () => {
  github.answer({ json: [], headers: { etag: '"one"' } });
  const first = await client().get("/labels", { isConditional: true });
  if (!first.isNotModified) await withService(database.db, async (tx) => await first.saveEtag(tx));
  const renewed: OpenedConnection = { ...connection, credential: { kind: "token", token: "ghp_other" } };

  await client({ connection: renewed }).get("/labels", { isConditional: true });

  expect(github.seen[1]?.headers["if-none-match"]).toBeUndefined();
  const rows = await queryAs(database.superUrl, "select * from pulse.etags");
  expect(JSON.stringify(rows)).not.toContain("ghp_");
});

test.each([502, 503, 504])("a %i is tried again, and then twice more at most", async (status) => {
  github.answer({ status }, { json: { ok: true } });
  expect(await client().get("/x")).toMatchObject({ data: { ok: true } });

  github.answer({ status });
  const error = await refusal(client().get("/x"));

  expect(error).toMatchObject({ code: "unavailable", details: { status } });
  expect(github.seen).toHaveLength(5);
});

test("a broken connection is tried again; what creates something is not", async () => {
  github.answer("reset", { json: { ok: true } });
  expect(await client().get("/x")).toMatchObject({ data: { ok: true } });

  github.answer("reset");
  const error = await refusal(client().post("/repos/acme/site/hooks", {}));

  expect(error).toMatchObject({ code: "unavailable", details: { reason: "network", isTooMuch: false } });
  expect(github.seen).toHaveLength(3);
});

test("a body that is cut short is no answer", async () => {
  github.answer("half a body");

  expect(await refusal(client().get("/x"))).toMatchObject({ code: "unavailable", details: { reason: "truncated" } });
});

test("an aborted request ends at once with the reason it was aborted for", async () => {
  github.answer("silence");
  const controller = new AbortController();
  const reason = new Error("stop");
  const asked = client().get("/x", { signal: controller.signal });
  const ended = refusal(asked);
  while (github.seen.length === 0) await new Promise(setImmediate);
  controller.abort(reason);

  expect(await ended).toBe(reason);
});

test.each([
  [400, "invalid", "refused"],
  [401, "unauthenticated", "bad_credentials"],
  [403, "forbidden", "rights"],
  [404, "not_found", "not_visible"],
  [409, "conflict", "conflict"],
  [410, "not_found", "gone"],
  [418, "internal", "unexpected"],
  [422, "invalid", "refused"],
  [451, "not_found", "legal"],
])("%i becomes %s (%s)", async (status, code, reason) => {
  github.answer({ status, json: { message: "No." }, headers: { "x-github-request-id": "AB:12" } });

  expect(await refusal(client().get("/repos/acme/site"))).toMatchObject({
    code,
    details: { reason, status, requestId: "AB:12" },
  });
  expect(github.seen).toHaveLength(1);
});

test("a 404 says that access may be what is missing", async () => {
  github.answer({ status: 404, json: { message: "Not Found" } });

  expect((await refusal(client().get("/repos/acme/site"))).message).toMatch(/may not see it.*fine-grained.*SSO/s);
});

test("a token that single sign-on locks out gets the address to authorise it", async () => {
  github.answer({
    status: 403,
    headers: { "x-github-sso": "required; url=https://github.com/orgs/acme/sso?x=1" },
    json: {},
  });

  const error = await refusal(client().get("/repos/acme/site"));

  expect(error.details["reason"]).toBe("sso");
  expect(error.message).toContain("https://github.com/orgs/acme/sso?x=1");
});

test("a revoked token marks its connection, with what to do, and tells whoever watches", async () => {
  github.answer({ status: 401, json: { message: "Bad credentials" } });

  const error = await refusal(client().get("/repos/acme/site"));

  expect(error.message).toContain("./pulse connection save main");
  expect(
    await queryAs(
      database.superUrl,
      `select status, status_detail, (select subject from pulse.events where kind = 'connection' and workspace_id = connection.workspace_id) as told
       from pulse.connections as connection where id = ${connection.id}`,
    ),
  ).toEqual([{ status: "revoked", status_detail: error.message, told: { id: connection.id, status: "revoked" } }]);
});

test("no error holds the token, at any depth", async () => {
  const errors: unknown[] = [];
  for (const answer of [{ status: 401 }, { status: 502 }, { status: 404 }, "reset"] as const) {
    github.answer(answer);
    errors.push(await refusal(client().get("/x")));
  }

  const { inspect } = await import("node:util");
  expect(inspect(errors, { depth: 20, showHidden: true })).not.toContain("ghp_marker");
});

test("the hourly limit stops every process until it ends, without a request", async () => {
  github.answer({ status: 403, headers: limits(0), json: { message: "API rate limit exceeded" } });
  const first = await refusal(client().get("/x"));
  const second = await refusal(client().get("/x"));

  const retryAt = new Date("2026-05-01T10:40:00Z");
  expect(first).toMatchObject({ code: "limited", details: { reason: "primary_limit", retryAt } });
  expect(second).toMatchObject({ code: "limited", details: { reason: "primary_limit", retryAt } });
  expect(github.seen).toHaveLength(1);

  github.answer({ json: {}, headers: limits(4999, { reset: "2026-05-01T11:41:00Z" }) });
  await client({ at: "2026-05-01T10:40:00Z" }).get("/x");
  expect(await budget()).toMatchObject({ remaining: 4999, reset_at: new Date("2026-05-01T11:41:00Z") });
});

test("sync leaves people their share of the hour, and people may use it", async () => {
  github.answer({ json: {}, headers: limits(1000) });
  await client().get("/x");

  const refused = await refusal(client().get("/x"));
  await client({ purpose: "interactive" }).get("/x");

  expect(refused).toMatchObject({
    code: "limited",
    details: { reason: "reserve", retryAt: new Date("2026-05-01T10:40:00Z") },
  });
  expect(github.seen).toHaveLength(2);
});

test.each([403, 429])("a secondary limit (%i with retry-after) pauses the whole connection", async (status) => {
  github.answer({ status, headers: { "retry-after": "30", ...limits(4000) }, json: { message: "slow down" } });
  const first = await refusal(client().get("/x"));
  const query = await refusal(client({ purpose: "interactive" }).graphql("query { viewer { login } }", {}));

  const retryAt = new Date("2026-05-01T10:00:30Z");
  expect(first).toMatchObject({ code: "limited", details: { reason: "secondary_limit", retryAt } });
  expect(query).toMatchObject({ code: "limited", details: { reason: "paused", retryAt } });
  expect(github.seen).toHaveLength(1);

  github.answer({ json: { ok: true }, headers: limits(3999) });
  expect(await client({ at: "2026-05-01T10:00:30Z" }).get("/x")).toMatchObject({ data: { ok: true } });
});

test("a secondary limit that names no time pauses a minute, and twice as long each time it strikes again soon", async () => {
  github.answer({ status: 403, json: { message: "You have exceeded a secondary rate limit." } });

  await refusal(client().get("/x"));
  expect(await budget()).toMatchObject({
    paused_until: new Date("2026-05-01T10:01:00Z"),
    pause_reason: "secondary limit, 60 s",
  });
  await refusal(client({ at: "2026-05-01T10:01:05Z" }).get("/x"));
  expect(await budget()).toMatchObject({ paused_until: new Date("2026-05-01T10:03:05Z") });
  await refusal(client({ at: "2026-05-01T10:04:00Z" }).get("/x"));
  expect(await budget("graphql")).toMatchObject({ paused_until: new Date("2026-05-01T10:08:00Z") });
  await refusal(client({ at: "2026-05-01T12:00:00Z" }).get("/x"));
  expect(await budget()).toMatchObject({ paused_until: new Date("2026-05-01T12:01:00Z") });
});

test.each([{}, { "x-ratelimit-limit": "0", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0" }])(
  "a server with its limits off (%o) never blocks",
  async (headers) => {
    github.answer({ json: {}, headers });

    for (let request = 0; request < 3; request += 1) await client().get("/x");

    expect(github.seen).toHaveLength(3);
    expect(await budget()).toMatchObject({ quota: null, remaining: null });
  },
);

test("limits that are switched off later hold nothing back", async () => {
  github.answer({ json: {}, headers: limits(1000) }, { json: {}, headers: {} });
  await client().get("/x");
  await client({ purpose: "interactive" }).get("/x");

  await client().get("/x");

  expect(github.seen).toHaveLength(3);
});

test("an answer that arrives late does not raise the count again, and one of an older window changes nothing", async () => {
  github.answer(
    { json: {}, headers: limits(4000) },
    { json: {}, headers: limits(4500) },
    { json: {}, headers: limits(9, { reset: "2026-05-01T09:40:00Z" }) },
  );
  for (let request = 0; request < 3; request += 1) await client().get("/x");

  expect(await budget()).toMatchObject({ remaining: 3998, reset_at: new Date("2026-05-01T10:40:00Z") });
});

test("a query gives its data, what it cost and what was missing", async () => {
  const missing = { type: "NOT_FOUND", message: "Could not resolve", path: ["repository", "issue"] };
  github.answer({
    headers: limits(4990, { resource: "graphql" }),
    json: { data: { repository: { issue: null }, rateLimit: { cost: 7 } }, errors: [missing] },
  });
  const asking = client();

  const answer = await asking.graphql<{ repository: { issue: null } }>("query($n: Int!) { x }", { n: 1 });

  expect(answer).toMatchObject({ data: { repository: { issue: null } }, cost: 7, errors: [missing] });
  expect(asking.usage).toEqual({ requests: 1, notModified: 0, points: 7 });
  expect(github.seen[0]).toMatchObject({
    path: "/graphql",
    body: '{"query":"query($n: Int!) { x }","variables":{"n":1}}',
  });
  expect(await budget("graphql")).toMatchObject({ remaining: 4990 });
});

test.each([
  { status: 502, json: { message: "Something went wrong" } },
  { status: 504 },
  {
    json: {
      data: null,
      errors: [{ message: "Something went wrong while executing your query. This may be the result of a timeout" }],
    },
  },
  { json: { data: null, errors: [{ message: "Request was CANCEL led" }] }, headers: { x: "CANCEL" }, status: 502 },
  { json: { errors: [{ type: "MAX_NODE_LIMIT_EXCEEDED", message: "too many nodes" }] } },
  { json: { errors: [{ type: "RESOURCE_LIMITS_EXCEEDED", message: "too much" }], data: { a: 1 } } },
])("a query that is too much (%o) says that less may work, and is not asked again as it was", async (answer) => {
  github.answer(answer);

  expect(await refusal(client().graphql("query { x }", {}))).toMatchObject({
    code: "unavailable",
    details: { isTooMuch: true },
  });
  expect(github.seen).toHaveLength(1);
});

test("a query whose connection broke is asked again", async () => {
  github.answer("reset", { json: { data: { ok: true } } });

  expect(await client().graphql("query { ok }", {})).toMatchObject({ data: { ok: true }, cost: 1 });
});

test.each([
  [{ type: "NOT_FOUND", message: "Could not resolve to a Repository" }, "not_found"],
  [{ type: "FORBIDDEN", message: "Resource not accessible" }, "forbidden"],
  [{ type: "INSUFFICIENT_SCOPES", message: "needs read:org" }, "forbidden"],
  [{ type: "undefinedField", message: "Field 'x' doesn't exist" }, "internal"],
])("a query without data (%o) is %s", async (fault, code) => {
  github.answer({ json: { data: null, errors: [fault] } });

  expect(await refusal(client().graphql("query { x }", {}))).toMatchObject({ code });
});

test("a query over the hourly limit, told in an answer of status 200, waits for its end", async () => {
  github.answer({
    headers: limits(0, { resource: "graphql" }),
    json: { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] },
  });

  expect(await refusal(client().graphql("query { x }", {}))).toMatchObject({
    code: "limited",
    details: { reason: "primary_limit", retryAt: new Date("2026-05-01T10:40:00Z") },
  });
  expect(await refusal(client().graphql("query { x }", {}))).toMatchObject({ code: "limited" });
  expect(github.seen).toHaveLength(1);
});

test("of one client, queries go one at a time", async () => {
  let underWay = 0;
  let most = 0;
  const asking = createGitHubClient(
    {
      db: database.db,
      clock: fixedClock(now),
      logger,
      fetch: async (...given) => {
        underWay += 1;
        most = Math.max(most, underWay);
        const answer = await fetch(...given);
        underWay -= 1;
        return answer;
      },
    },
    connection,
    { purpose: "sync", apiUrl: github.url },
  );
  github.answer({ json: { data: { ok: true } } });

  await Promise.all(Array.from({ length: 5 }, async () => await asking.graphql("query { ok }", {})));

  expect(most).toBe(1);
});

test("an Enterprise server is asked under /api/v3 and /api/graphql", async () => {
  github.answer({ json: { data: {} } });
  const enterprise = client({ apiUrl: `${github.url}/api/v3` });

  await enterprise.get("/repos/acme/site");
  await enterprise.graphql("query { x }", {});

  expect(github.seen.map((request) => request.path)).toEqual(["/api/v3/repos/acme/site", "/api/graphql"]);
});

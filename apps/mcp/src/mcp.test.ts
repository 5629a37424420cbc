/** The server as its clients meet it: by the official clients of both generations, and by requests that no good client would send. */
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import path from "node:path";

import { signServiceToken, tools } from "@pulse/actions";
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as Stdio2 } from "@modelcontextprotocol/client/stdio";
import { StdioClientTransport as Stdio1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Http1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { localOwnerId, readKeyRing, switchBiLogin, withService } from "@pulse/db";
import { fixedClock, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startMcp, type StartedMcp } from "../test/start-mcp.ts";

let mcp: StartedMcp;
// A workspace has yet to switch the others on.
const usual = tools.filter(({ isOptIn }) => !isOptIn).map(({ name }) => name);

beforeAll(async () => {
  mcp = await startMcp();
});

afterAll(async () => {
  await mcp.close();
});

test.each([
  ["2025", () => new Client1({ name: "test", version: "1" }), Stdio1],
  ["2026", () => new Client2({ name: "test", version: "1" }, { versionNegotiation: { mode: "auto" } }), Stdio2],
] as const)("the official client of %s completes a session over stdin and stdout", async (_, make, Transport) => {
  const client = make();
  const transport = new Transport({
    command: process.execPath,
    args: [path.join(import.meta.dirname, "main.ts"), "--stdio", "default"],
    env: { POSTGRES_URL: mcp.database.url, NODE_ENV: "test", LOG_LEVEL: "debug" },
    stderr: "ignore",
  });
  // Clients wait a minute for each answer, also for the first one of a program that a busy machine has to start yet.
  await client.connect(transport, { timeout: 120_000 });

  const listed = await client.listTools();
  const called = await client.callTool({ name: "analytics_metric", arguments: { metric: "pr.merged", ...question } });
  await client.close();

  expect(listed.tools).toHaveLength(usual.length);
  expect(called.structuredContent).toMatchObject({ metric: "pr.merged", n: expect.any(Number) });
});

type Call = {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
  readonly content: unknown;
};

const headers = (key = mcp.key) => ({ authorization: `Bearer ${key}` });
const question = { from: "2026-04-01", to: "2026-06-30" };

test("the official client of 2025 completes a session", async () => {
  const client = new Client1({ name: "test", version: "1" });
  await client.connect(new Http1(new URL(`${mcp.url}/mcp`), { requestInit: { headers: headers() } }));

  const listed = await client.listTools();
  const called = await client.callTool({ name: "analytics_metric", arguments: { metric: "pr.merged", ...question } });
  await client.close();

  expect(listed.tools.map(({ name }) => name)).toEqual(usual);
  expect(called.structuredContent).toMatchObject({ metric: "pr.merged", n: expect.any(Number) });
});

test.each(["legacy", "auto"] as const)("the official client of 2026 completes a session (%s)", async (mode) => {
  const client = new Client2({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(new Http2(new URL(`${mcp.url}/mcp`), { requestInit: { headers: headers() } }));

  const listed = await client.listTools();
  const called = await client.callTool({ name: "analytics_metric", arguments: { metric: "pr.merged", ...question } });
  await client.close();

  expect(listed.tools.map(({ name }) => name)).toEqual(usual);
  expect(called.structuredContent).toMatchObject({ metric: "pr.merged", n: expect.any(Number) });
});

async function post(
  path: string,
  body: unknown,
  given: Readonly<Record<string, string>> = headers(),
): Promise<Response> {
  return await fetch(`${mcp.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...given },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function execute(tool: string, params: unknown, key = mcp.key) {
  const response = await post("/execute", { tool, params }, headers(key));
  return { status: response.status, body: await response.json() };
}

test("SQL is offered where a workspace lets itself be asked in it, to keys with that scope", async () => {
  const { key } = await mcp.makeKey(["read", "sql"]);
  const namesFor = async (given: string): Promise<readonly string[]> => {
    const response = await fetch(`${mcp.url}/tools`, { headers: headers(given) });
    const body = (await response.json()) as { tools: { name: string }[] };
    return body.tools.map(({ name }) => name);
  };
  const params = { sql: "select count(*) as merged from metrics.pull_request_timeline where merged_at is not null" };

  expect(await namesFor(key)).not.toContain("analytics_query");
  expect((await execute("analytics_query", params, key)).body).toMatchObject({ error: { code: "policy_denied" } });
  const keys = readKeyRing(Buffer.alloc(32, 1).toString("base64"));
  await switchBiLogin(mcp.database.db, { workspaceId: mcp.workspaceId, keys });
  expect(await namesFor(key)).toContain("analytics_query");
  expect(await namesFor(mcp.key)).not.toContain("analytics_query");
  expect((await execute("analytics_query", params)).body).toMatchObject({ error: { code: "forbidden" } });
  expect((await execute("analytics_query", params, key)).body).toMatchObject({
    result: { columns: [{ name: "merged", type: "bigint" }], rows: [{ merged: expect.any(Number) }] },
  });
  await switchBiLogin(mcp.database.db, { workspaceId: mcp.workspaceId, keys: null });
});

test("health says who it is, and nothing else, to anybody", async () => {
  const response = await fetch(`${mcp.url}/health`);

  expect(await response.json()).toEqual({
    status: "healthy",
    server: "pulse-hub-mcp",
    version: "0.0.0",
    timestamp: expect.any(String),
  });
});

test.each([
  ["no token", {}],
  ["a token that is none", { authorization: `Bearer phk_${"a".repeat(30)}` }],
  ["a password", { authorization: "Basic YTpi" }],
  ["a token of others", { authorization: "Bearer a.b.c" }],
])("%s opens nothing", async (_, given) => {
  const answers = await Promise.all([
    post("/mcp", { jsonrpc: "2.0", id: 1, method: "tools/list" }, given),
    post("/execute", { tool: "analytics_status" }, given),
    fetch(`${mcp.url}/tools`, { headers: given }),
    fetch(`${mcp.url}/mcp`, { headers: given }),
    fetch(`${mcp.url}/mcp`, { method: "DELETE", headers: given }),
    fetch(`${mcp.url}/mcp?access_token=${mcp.key}`, { headers: given }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
  expect(answers[0]?.headers.get("www-authenticate")).toContain("Bearer");
});

test("the web app speaks for a person for a minute, with the scopes that the person has", async () => {
  const actor = { userId: localOwnerId, workspaceId: mcp.workspaceId, scopes: ["read"] as const };
  const fresh = await signServiceToken({ privateKey: mcp.serviceKey, clock: systemClock }, actor);
  const old = await signServiceToken({ privateKey: mcp.serviceKey, clock: fixedClock("2026-01-01T00:00:00Z") }, actor);

  expect((await execute("analytics_status", {}, fresh)).status).toBe(200);
  expect((await execute("analytics_status", {}, old)).status).toBe(401);
});

test("a key that was revoked opens nothing from the next call on", async () => {
  const other = await mcp.makeKey(["read"]);
  expect((await execute("analytics_status", {}, other.key)).status).toBe(200);

  await withService(mcp.database.db, (tx) => sql`delete from identity.api_keys where id = ${other.id}`.execute(tx));

  expect((await execute("analytics_status", {}, other.key)).status).toBe(401);
});

test("whoever is no member of the workspace any more is refused from the next call on, with a key that is good", async () => {
  const owner = { workspace: mcp.workspaceId, user: localOwnerId };
  await withService(mcp.database.db, (tx) =>
    sql`delete from pulse.memberships where workspace_id = ${owner.workspace} and user_id = ${owner.user}`.execute(tx),
  );

  const refused = await execute("analytics_status", {});

  await withService(mcp.database.db, (tx) =>
    sql`insert into pulse.memberships (workspace_id, user_id, role) values (${owner.workspace}, ${owner.user}, 'owner')`.execute(
      tx,
    ),
  );
  expect([refused.status, (await execute("analytics_status", {})).status]).toEqual([403, 200]);
});

/** `fetch` sets Host by itself. */
async function statusWith(given: Readonly<Record<string, string>>, method = "GET", path = "/mcp"): Promise<number> {
  const asked = httpRequest(`${mcp.url}${path}`, { method, headers: { ...headers(), ...given } });
  asked.end();
  const [response] = await once(asked, "response");
  response.resume();
  return response.statusCode;
}

test.each(["GET", "POST", "DELETE", "OPTIONS"])(
  "a foreign Host or Origin is refused on %s before anything else",
  async (method) => {
    expect(await statusWith({ host: "evil.example" }, method)).toBe(403);
    expect(await statusWith({ origin: "https://evil.example" }, method)).toBe(403);
    expect(await statusWith({ origin: "null" }, method)).toBe(403);
  },
);

test("health is answered to a platform that asks by the address of the container", async () => {
  expect(await statusWith({ host: "10.244.3.7:8080" }, "GET", "/health")).toBe(200);
});

test.each([
  ["an unknown tool", "github_fly", {}, 404, /no tool "github_fly"/],
  ["a tool by a name of other documents", "analytics_metrics_list", {}, 404, /Did you mean analytics_list_metrics/],
  ["no arguments where some are needed", "analytics_metric", undefined, 400, /metric/],
  [
    "an argument too many",
    "analytics_metric",
    { metric: "pr.merged", repo: "a/b" },
    400,
    /"repo" is no field, did you mean "repositories"/,
  ],
  ["an argument of the wrong type", "analytics_metric", { metric: 7 }, 400, /metric/],
  ["an over-long argument", "analytics_metric", { metric: "x".repeat(101) }, 400, /metric/],
  ["arguments that are no object", "analytics_metric", ["pr.merged"], 400, /one object/],
  ["a metric that is none", "analytics_metric", { metric: "pr.mergd" }, 404, /Did you mean "pr.merged"/],
  [
    "control characters",
    "analytics_metric",
    { metric: "pr.merged", repositories: ["a/b\u0000"] },
    400,
    /control character/,
  ],
  ["a path", "analytics_metric", { metric: "pr.merged", repositories: ["../../etc"] }, 400, /OWNER|owner/],
  ["a cursor that is none", "analytics_slow_items", { cursor: "abc" }, 400, /cursor/],
])("%s is told with the next step", async (_, tool, params, status, message) => {
  const answer = await execute(tool, params);

  expect(answer).toMatchObject({
    status,
    body: { error: { message: expect.stringMatching(message), retryable: false } },
  });
  expect((await fetch(`${mcp.url}/health`)).ok).toBe(true);
});

test("a cursor leads on, and only in the tool, question and hands that it was made for", async () => {
  const params = { ...question, limit: 5 };
  const first = await execute("analytics_slow_items", params);
  const cursor = first.body.result.next_cursor;
  const second = await execute("analytics_slow_items", { ...params, cursor });
  const numbers = (answer: typeof first) => answer.body.result.items.map((item: { number: number }) => item.number);

  expect(numbers(second)).toHaveLength(5);
  expect(numbers(second)).not.toEqual(expect.arrayContaining(numbers(first).slice(0, 1)));
  expect((await execute("analytics_slow_items", { ...params, from: "2026-05-01", cursor })).status).toBe(400);
  expect((await execute("analytics_slow_items", { ...params, metric: "pr.cycle_time", cursor })).status).toBe(400);
});

test("what waited longest for review, and why, takes one call and less than 2,000 tokens", async () => {
  const { body } = await execute("analytics_slow_items", { from: "2026-06-01", to: "2026-06-30", limit: 10 });

  expect(body.result.items[0]).toMatchObject({ seconds: expect.any(Number), why: expect.any(Array) });
  expect(JSON.stringify(body.result).length / 4).toBeLessThan(2000);
});

test("an answer that is too large comes shorter and says how to get the rest", async () => {
  const answer = await execute("analytics_metric", {
    metric: "pr.merged",
    from: "2020-01-01",
    to: "2026-06-30",
    by: "day",
  });

  expect(answer.status).toBe(200);
  expect(JSON.stringify(answer.body.result).length).toBeLessThan(51_000);
  expect(answer.body.result.truncated).toMatchObject({ hint: expect.stringMatching(/shorter window/) });
});

test.each([
  ["ten megabytes", `{"a":"${"x".repeat(10_000_000)}"}`, 413],
  ["JSON that is nested without end", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
  ["no JSON", "{", 400],
])("%s is refused and the server lives on", async (_, body, status) => {
  const [mcpAnswer, execution] = await Promise.all(
    ["/mcp", "/execute"].map(
      async (path) =>
        await post(path, body).then(
          (response) => response.status,
          () => 413,
        ),
    ),
  );

  expect([mcpAnswer, execution]).toEqual([status, status]);
  expect((await fetch(`${mcp.url}/health`)).ok).toBe(true);
});

test("resources are what tools answer, prompts begin conversations, and words go on as the caller may see", async () => {
  const client = new Client2({ name: "test", version: "1" });
  await client.connect(new Http2(new URL(`${mcp.url}/mcp`), { requestInit: { headers: headers() } }));
  const words = async (name: string, value: string) =>
    (await client.complete({ ref: { type: "ref/prompt", name: "triage_issues" }, argument: { name, value } }))
      .completion.values;

  const repository = await client.readResource({ uri: "pulse://repos/acme/site" });
  const schema = await client.readResource({ uri: "pulse://schema/metrics" });
  const prompt = await client.getPrompt({ name: "review_queue", arguments: { repository: "acme/site" } });

  expect(JSON.stringify(repository.contents)).toContain("acme/site");
  expect(JSON.stringify(schema.contents)).toContain("metrics.pull_request_timeline");
  expect(JSON.stringify(schema.contents)).toContain("merged_at");
  expect(JSON.stringify(prompt.messages)).toContain("analytics_slow_items");
  expect(await words("repository", "ac")).toEqual(["acme/site"]);
  expect(await words("metric", "pr.cycle")).toContain("pr.cycle_time");
  await expect(client.readResource({ uri: "pulse://repos/acme/other" })).rejects.toMatchObject({ code: -32_602 });
  await expect(client.getPrompt({ name: "triage_issues" })).rejects.toThrow(/needs repository/);
  await client.close();
});

test("every tool answers within its own schema or says what is missing, and text says what structure says", async () => {
  const client = new Client2({ name: "test", version: "1" });
  await client.connect(new Http2(new URL(`${mcp.url}/mcp`), { requestInit: { headers: headers() } }));
  const params = (name: string) => {
    if (name === "analytics_metric") return { metric: "ci.top_failing" };
    const isOfRepository = name.startsWith("github_") && !/list_repos|whoami/.test(name);
    return isOfRepository ? { owner: "acme", repo: "site" } : {};
  };

  for (const tool of tools.filter(({ hints }) => hints.isReadOnly)) {
    const called = (await client.callTool({ name: tool.name, arguments: params(tool.name) })) as Call;
    expect({ tool: tool.name, content: called.content }).toEqual({
      tool: tool.name,
      content: [{ type: "text", text: JSON.stringify(called.structuredContent) }],
    });
    expect(`${tool.name} ${JSON.stringify(called.structuredContent)}`).not.toContain('"code":"internal"');
  }
  await client.close();
});

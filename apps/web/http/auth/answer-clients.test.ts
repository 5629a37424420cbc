// Programs of others get tokens as the official clients of both generations ask for them, and nobody gets in with anything else.
import { createPrivateKey, hkdfSync } from "node:crypto";
import { once } from "node:events";
import { createServer, request as send, type IncomingMessage, type Server } from "node:http";

import {
  createIdentity,
  createSignInLink,
  listClientGrants,
  makeServiceKey,
  publicServiceKey,
  revokeClientGrant,
  type Identity,
} from "@pulse/actions";
import { ensureDefaultWorkspace, getWorkspace, listWorkspaces, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Http1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";

import { noApi, noReference } from "../../test/no-api.ts";
import { noPages } from "../../test/no-pages.ts";
import { startMcp } from "../../test/start-mcp.ts";
import * as webActions from "../../src/server/web-actions.ts";
import { handleRequest, type Handling } from "../handle-request.ts";
import { createMcpProxy } from "../mcp/create-mcp-proxy.ts";
import { createPageStatuses } from "../pages/create-page-statuses.ts";
import { createByteBudget } from "../webhooks/byte-budget.ts";
import { createDoor } from "./door.ts";

const logger = createLogger({ name: "test", level: "silent" });
const secret = "a secret of forty characters for the test";
const returnsTo = "http://127.0.0.1:9/callback";

let database: TestDatabase;
let identity: Identity;
let mcp: Awaited<ReturnType<typeof startMcp>>;
let server: Server;
let url: string;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  let handling: Handling | null = null;
  server = createServer((request, response) => {
    if (handling !== null) void handleRequest(handling, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  const ctx = { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch };
  identity = createIdentity(ctx, {
    publicUrl: url,
    secret,
    github: null,
    allowedLogins: [],
    allowedOrgs: [],
    isOpenToClients: true,
  });
  const signingKey = makeServiceKey();
  mcp = await startMcp({ POSTGRES_URL: database.url, PULSE_MCP_PUBLIC_KEY: publicServiceKey(signingKey) });
  handling = handlingOf({ url: mcp.url, signingKey });
  const opened = await identity.openLocalOwner(new Headers(), await createSignInLink(ctx, "local_owner"));
  cookie = opened.headers.getSetCookie()[0]?.split(";")[0] ?? "";
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await mcp.stop();
  await identity.close();
  await database.drop();
});

function handlingOf(mcpServer: { readonly url: string; readonly signingKey: string }): Handling {
  const { db } = database;
  const keyMaker = identity;
  const runtime = {
    actions: webActions,
    clock: systemClock,
    db,
    getWorkspace,
    github: null,
    keyMaker,
    listWorkspaces,
    logger,
  };
  return {
    logger,
    next: (_request, response) => Promise.resolve(void response.end("a page")),
    ownRoutes: {
      readHealth: () => Promise.reject(new Error("not asked")),
      canServe: () => Promise.resolve(true),
      version: { version: "1", build: "b" },
      streamEvents: () => Promise.resolve(),
    },
    api: noApi,
    reference: noReference,
    github: { answer: () => Promise.resolve(false) },
    mcp: createMcpProxy({ runtime, server: mcpServer, clock: systemClock, logger }),
    door: createDoor(identity, {
      connecting: { requireAdmin: () => Promise.resolve(), save: () => Promise.resolve() },
      db,
    }),
    // More asks here in a second than ways in are asked in a minute.
    limits: {
      takeRequest: () => Promise.resolve(null),
      takeProof: () => null,
      lookAtWrongKeys: () => null,
      countWrongKey: () => Promise.resolve(),
    },
    site: { isSecure: false, allowedOrigins: [], trustedProxies: 0 },
    pages: noPages,
    statuses: createPageStatuses(),
    webhooks: {
      secrets: [],
      findConnectionSecrets: () => Promise.resolve(null),
      writer: { write: () => Promise.reject(new Error("nothing is to be stored")) },
      budget: createByteBudget(1000),
    },
  };
}

type Answer = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: string };

/** As a browser that is signed in, without following. */
async function browse(address: string, form?: Readonly<Record<string, string>>, more = {}): Promise<Answer> {
  const body = form === undefined ? "" : new URLSearchParams(form).toString();
  const isForm = form !== undefined;
  const asked = send(new URL(address, url), {
    method: isForm ? "POST" : "GET",
    headers: {
      cookie,
      accept: "text/html",
      ...(isForm ? { "content-type": "application/x-www-form-urlencoded", "content-length": body.length } : {}),
      ...more,
    },
  });
  asked.end(body);
  const [response] = await once(asked, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

type Choice = { readonly answer?: "allow" | "deny"; readonly write?: "yes"; readonly workspace?: string };

/** Goes where the program leads, and answers on the page that asks; gives where that leads. */
async function answerOnPage(asking: URL, choice: Choice = {}): Promise<URL> {
  const led = await browse(asking.href);
  expect(led.status).toBe(302);
  const page = new URL(led.headers.location ?? "", url);
  expect(page.pathname).toBe("/sign-in/client");
  const form = { workspace: "default", answer: "allow", ...choice, query: page.search.slice(1) };
  const answered = await browse("/api/auth/oauth2/consent", form, { origin: url });
  return new URL(answered.headers.location ?? "about:blank");
}

/** What a program keeps of its sign-in, as both official clients ask it to. */
function createProgram() {
  const kept: {
    client?: never;
    code?: string;
    tokens?: { access_token: string };
    verifier?: string;
    asking?: URL;
    discovery?: never;
  } = {};
  return {
    kept,
    redirectUrl: returnsTo,
    clientMetadata: {
      client_name: "A test\u202E",
      redirect_uris: [returnsTo],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    clientInformation: () => kept.client,
    saveClientInformation: (client: unknown) => void Object.assign(kept, { client }),
    tokens: () => kept.tokens as never,
    saveTokens: (tokens: unknown) => void Object.assign(kept, { tokens }),
    redirectToAuthorization: (asking: URL) => void Object.assign(kept, { asking }),
    saveCodeVerifier: (verifier: string) => void Object.assign(kept, { verifier }),
    saveDiscoveryState: (discovery: unknown) => void Object.assign(kept, { discovery }),
    discoveryState: () => kept.discovery,
    codeVerifier: () => kept.verifier ?? "",
  };
}

type Program = ReturnType<typeof createProgram>;

const generations = [
  [
    "2025",
    (program: Program) => ({
      client: new Client1({ name: "test", version: "1" }),
      transport: new Http1(new URL(`${url}/api/mcp`), { authProvider: program }),
    }),
  ],
  [
    "2026",
    (program: Program) => ({
      client: new Client2({ name: "test", version: "1" }, { versionNegotiation: { mode: "auto" } }),
      transport: new Http2(new URL(`${url}/api/mcp`), { authProvider: program as never }),
    }),
  ],
] as const;

type Session = {
  readonly client: {
    connect: (to: never) => Promise<void>;
    listTools: () => Promise<{ tools: { name: string }[] }>;
    close: () => Promise<void>;
  };
  readonly transport: { finishAuth: (code: never) => Promise<void> };
};

/** Connects, is refused, has the person asked, and connects with what they allowed. */
async function letIn(
  make: (program: Program) => unknown,
  choice: Choice = {},
): Promise<{ program: Program; tools: string[] }> {
  const program = createProgram();
  const first = make(program) as Session;
  await expect(first.client.connect(first.transport as never)).rejects.toThrow(/Unauthorized/i);
  const back = await answerOnPage(program.kept.asking ?? new URL("about:blank"), choice);
  Object.assign(program.kept, { code: back.searchParams.get("code") });
  expect(`${back.origin}${back.pathname}`).toBe(returnsTo);
  await first.transport.finishAuth(back.searchParams as never).catch(async () => {
    await first.transport.finishAuth(back.searchParams.get("code") as never);
  });
  const second = make(program) as Session;
  await second.client.connect(second.transport as never);
  const { tools } = await second.client.listTools();
  await second.client.close();
  return { program, tools: tools.map(({ name }) => name) };
}

async function statusWith(token: string, path = "/api/mcp/tools") {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, challenge: response.headers.get("www-authenticate") };
}

test.each(generations)("the official client of %s is let in by a person, for what they allowed", async (_, make) => {
  const reading = await letIn(make);
  const writing = await letIn(make, { write: "yes" });

  expect(reading.tools).toContain("analytics_metric");
  expect(reading.tools).not.toContain("github_create_issue");
  expect(writing.tools).toContain("github_create_issue");
});

test("who has no token is told whom to ask, and how", async () => {
  const asked = await fetch(`${url}/api/mcp`, { method: "POST", body: "{}" });
  const metadata = /resource_metadata="([^"]+)"/.exec(asked.headers.get("www-authenticate") ?? "")?.[1] ?? "";
  const resource = await (await fetch(metadata)).json();
  const described = await (await fetch(`${url}/.well-known/oauth-authorization-server/api/auth`)).json();

  expect(asked.status).toBe(401);
  expect(metadata).toBe(`${url}/.well-known/oauth-protected-resource/api/mcp`);
  expect(resource).toMatchObject({ resource: `${url}/api/mcp`, authorization_servers: [`${url}/api/auth`] });
  expect(described).toMatchObject({
    issuer: `${url}/api/auth`,
    code_challenge_methods_supported: ["S256"],
    scopes_supported: ["read", "write", "offline_access"],
  });
  for (const [name, value] of Object.entries(described)) {
    if (/_endpoint$|_uri$/.test(name)) expect((await fetch(String(value), { method: "HEAD" })).status).not.toBe(404);
  }
});

test("what was taken back opens nothing from then on, and is not good again with what is allowed later", async () => {
  const { program } = await letIn(generations[0][1]);
  const token = program.kept.tokens?.access_token ?? "";
  const before = await statusWith(token);
  for (const { id } of await listClientGrants(database.db, localOwnerId))
    await revokeClientGrant({ db: database.db, clock: systemClock }, { userId: localOwnerId, grantId: id });

  const after = await statusWith(token);
  const refreshed = await refresh(program);
  await grantAnew(program);

  expect([before.status, after.status, refreshed.status]).toEqual([200, 401, 400]);
  expect(after.challenge).toContain('error="invalid_token"');
  expect((await statusWith(token)).status).toBe(401);
});

/** As if the person had let the same program in again a second later. */
async function grantAnew({ kept }: Program): Promise<void> {
  const { client_id: clientId } = kept.client as unknown as { readonly client_id: string };
  await queryAs(
    database.superUrl,
    `insert into identity.oauth_consents (id, client_id, user_id, reference_id, scopes, created_at)
     select gen_random_uuid(), '${clientId}', '${localOwnerId}', id::text, '["read"]', now() + interval '1 second'
     from pulse.workspaces`,
  );
}

async function refresh({ kept }: Program): Promise<Response> {
  const { client_id: clientId } = kept.client as unknown as { readonly client_id: string };
  const { refresh_token: token } = kept.tokens as unknown as { readonly refresh_token: string };
  const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: token, client_id: clientId });
  return await fetch(`${url}/api/auth/oauth2/token`, { method: "POST", body });
}

test("a code is good for one token, with the key that proves who asked", async () => {
  const { program } = await letIn(generations[0][1]);
  const fresh = new URL((await answerOnPage(program.kept.asking ?? new URL("about:blank"))).href).searchParams.get(
    "code",
  );

  const again = await exchange(program, { code: program.kept.code ?? "" });
  const unproven = await exchange(program, { code: fresh ?? "", code_verifier: "x".repeat(43) });

  expect([again.status, unproven.status].every((status) => status === 400 || status === 401)).toBe(true);
});

async function exchange({ kept }: Program, change: Readonly<Record<string, string>>): Promise<Response> {
  const { client_id: clientId } = kept.client as unknown as { readonly client_id: string };
  const asked = { grant_type: "authorization_code", client_id: clientId, redirect_uri: returnsTo };
  const body = new URLSearchParams({ ...asked, code_verifier: kept.verifier ?? "", ...change });
  return await fetch(`${url}/api/auth/oauth2/token`, { method: "POST", body });
}

test("a token is renewed without the person, once", async () => {
  const { program } = await letIn(generations[0][1]);
  const renewed = await refresh(program);
  const { access_token: token } = (await renewed.json()) as { readonly access_token: string };

  expect((await statusWith(token)).status).toBe(200);
  expect((await refresh(program)).status).toBe(400);
});

test("a token is good for the MCP endpoint alone, whatever path leads elsewhere", async () => {
  const { program } = await letIn(generations[0][1]);
  const token = program.kept.tokens?.access_token ?? "";
  const at = async (path: string): Promise<number> =>
    (await browse(path, undefined, { cookie: "", authorization: `Bearer ${token}` })).status;
  const raw = async (path: string): Promise<number> => {
    const { hostname, port } = new URL(url);
    const asked = send({ hostname, port, path, headers: { authorization: `Bearer ${token}` } }).end();
    const [response] = await once(asked, "response");
    response.resume();
    return response.statusCode;
  };

  expect(await at("/api/mcp/tools")).toBe(200);
  expect(await Promise.all(["/api/metrics", "/api/workspaces", "/default/overview", "/api/events"].map(at))).toEqual([
    401, 401, 401, 401,
  ]);
  expect(await Promise.all(["/api/mcp/../metrics", "/api/mcp/%2e%2e/metrics"].map(raw))).toEqual([401, 401]);
});

let allowed: ReturnType<typeof letIn> | undefined;

async function forge(
  change: Readonly<Record<string, unknown>> & { readonly by?: string },
  header: Readonly<Record<string, string>> = {},
) {
  const seed = Buffer.from(hkdfSync("sha256", change.by ?? secret, "", "pulse tokens of clients", 32));
  const key = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const [grant] = await queryAs<{ client_id: string; workspace: string }>(
    database.superUrl,
    "select client_id, reference_id as workspace from identity.oauth_consents order by created_at limit 1",
  );
  const now = Math.floor(Date.now() / 1000);
  const { by: _, ...claims } = {
    iss: `${url}/api/auth`,
    aud: `${url}/api/mcp`,
    sub: localOwnerId,
    client_id: grant?.client_id,
    workspace: Number(grant?.workspace),
    scope: "read",
    iat: now,
    exp: now + 60,
    ...change,
  } as Record<string, unknown>;
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", ...header })
    .sign(createPrivateKey({ key, format: "der", type: "pkcs8" }));
}

test.each([
  ["that is over", { exp: Math.floor(Date.now() / 1000) - 1 }, {}],
  ["without an end", { exp: undefined }, {}],
  ["for another address", { aud: "https://elsewhere.example/api/mcp" }, {}],
  ["for no address", { aud: undefined }, {}],
  ["of another issuer", { iss: "https://elsewhere.example" }, {}],
  ["signed by another secret", { by: "another secret of forty characters long" }, {}],
  ["for another workspace", { workspace: 999_999 }, {}],
  ["of another person", { sub: "00000000-0000-4000-8000-000000000009" }, {}],
  ["of another kind", {}, { typ: "JWT" }],
])("a token %s is refused with the next step", async (_, change, header) => {
  allowed ??= letIn(generations[0][1]);
  await allowed;

  expect((await statusWith(await forge({}))).status).toBe(200);
  const { status, challenge } = await statusWith(await forge(change, header));
  expect(status).toBe(401);
  expect(challenge).toMatch(/resource_metadata=.*error="invalid_token"/);
});

test.each([
  ["unsigned", `${b64({ alg: "none", typ: "at+jwt" })}.${b64({ sub: localOwnerId })}.x`],
  ["made of anything", "a.b.c"],
])("a token that is %s is refused", async (_, token) => {
  expect((await statusWith(token)).status).toBe(401);
});

function b64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function register(change: Readonly<Record<string, unknown>> = {}) {
  const body = JSON.stringify({ redirect_uris: [returnsTo], token_endpoint_auth_method: "none", ...change });
  const headers = { "content-type": "application/json" };
  return await fetch(`${url}/api/auth/oauth2/register`, { method: "POST", headers, body });
}

async function askingOf(change: Readonly<Record<string, string | undefined>> = {}): Promise<URL> {
  const { client_id: clientId } = (await (await register()).json()) as { readonly client_id: string };
  const asking = new URL(`${url}/api/auth/oauth2/authorize`);
  const query: Readonly<Record<string, string | undefined>> = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: returnsTo,
    scope: "read",
    state: "s",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...change,
  };
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asking.searchParams.set(name, value);
  return asking;
}

test.each([
  ["without proof key", { code_challenge: undefined, code_challenge_method: undefined }],
  ["with a plain proof key", { code_challenge_method: "plain" }],
  ["for another address", { resource: "https://elsewhere.example/mcp" }],
  ["for more than there is", { scope: "read admin" }],
])("a program that asks %s is told so, and nobody is asked", async (_, change) => {
  const led = await browse((await askingOf(change)).href);

  expect(led.headers.location).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?error=/);
});

test.each([
  ["that nobody registered", { client_id: "nobody" }],
  ["that returns elsewhere", { redirect_uri: "https://elsewhere.example/callback" }],
])("a program %s leads nowhere but to a page of ours", async (_, change) => {
  const led = await browse((await askingOf(change)).href);

  expect(new URL(led.headers.location ?? "", url).href).toMatch(new RegExp(`^${url}/sign-in/error`));
});

test("who is not signed in signs in first and comes back to the question", async () => {
  const asking = await askingOf();

  const led = await browse(asking.href, undefined, { cookie: "" });

  expect(led.headers.location).toBe(`/sign-in?returnTo=${encodeURIComponent(`${asking.pathname}${asking.search}`)}`);
});

test("an earlier yes lets no program past the page", async () => {
  const asking = await askingOf();
  await answerOnPage(asking);
  asking.searchParams.set("prompt", "none");

  expect(new URL((await browse(asking.href)).headers.location ?? "", url).pathname).toBe("/sign-in/client");
});

test("who lets a program in, from where, for what, and who takes it back, stands in the log of the workspace", async () => {
  const asking = await askingOf({ scope: "read write" });
  const clientId = asking.searchParams.get("client_id");

  await answerOnPage(asking);
  await answerOnPage(asking, { write: "yes" });
  const [grant] = await queryAs<{ id: string }>(
    database.superUrl,
    `select id from identity.oauth_consents where client_id = '${clientId}' order by created_at desc`,
  );
  const ctx = { db: database.db, clock: systemClock };
  await revokeClientGrant(ctx, { userId: localOwnerId, grantId: grant?.id ?? "" });

  const lines = await queryAs(
    database.superUrl,
    `select action, user_id, source, host(address) as address, request_id is not null as is_request, input, before, after, state
     from pulse.audit_log where input ->> 'clientId' = '${clientId}' or input ->> 'id' = '${grant?.id}' order by id`,
  );
  const reading = { scopes: ["read"] };
  const writing = { scopes: ["read", "write"] };
  const told = { client: "A program without a name", clientId, returnsTo };
  const allowing = {
    action: "allow_client",
    user_id: localOwnerId,
    source: "web",
    address: "127.0.0.1",
    state: "done",
  };
  expect(lines).toMatchObject([
    { ...allowing, is_request: true, input: { ...told, ...reading }, before: null, after: reading },
    { ...allowing, is_request: true, input: { ...told, ...writing }, before: reading, after: writing },
    { action: "revoke_client", user_id: localOwnerId, before: { client: told.client, ...writing }, after: null },
  ]);
});

test("whoever came in more than an hour ago signs in again before a program is let in, on the page as well", async () => {
  const asking = await askingOf();
  const led = await browse(asking.href);
  const query = new URL(led.headers.location ?? "", url).search.slice(1);
  const before = await listClientGrants(database.db, localOwnerId);
  const age = async (by: string) =>
    await queryAs(
      database.superUrl,
      `update identity.sessions set created_at = created_at ${by} interval '61 minutes'`,
    );
  await age("-");

  const ledAgain = await browse(asking.href);
  const form = { workspace: "default", answer: "allow", query };
  const answered = await browse("/api/auth/oauth2/consent", form, { origin: url });
  const denied = await browse("/api/auth/oauth2/consent", { ...form, answer: "deny" }, { origin: url });
  await age("+");

  for (const { headers } of [ledAgain, answered]) {
    const target = new URL(headers.location ?? "", url);
    expect([target.pathname, target.searchParams.has("again")]).toEqual(["/sign-in", true]);
    const back = new URL(target.searchParams.get("returnTo") ?? "", url);
    expect(back.pathname).toBe("/api/auth/oauth2/authorize");
    expect(Object.fromEntries(back.searchParams)).toMatchObject(Object.fromEntries(asking.searchParams));
  }
  expect(denied.headers.location).toContain("error=access_denied");
  expect(await listClientGrants(database.db, localOwnerId)).toHaveLength(before.length);
  expect((await answerOnPage(asking)).searchParams.has("code")).toBe(true);
});

test("no is told to the program, and opens nothing", async () => {
  const back = await answerOnPage(await askingOf(), { answer: "deny" });

  expect(back.searchParams.get("error")).toBe("access_denied");
  expect(back.searchParams.has("code")).toBe(false);
});

test.each([
  ["a page of another site", { origin: "https://elsewhere.example" }, {}],
  ["nobody", { cookie: "" }, {}],
  ["a workspace of others", {}, { workspace: "nowhere" }],
  ["a question that was changed", {}, { query: "scope=read+write&client_id=x&sig=y&exp=9999999999" }],
])("an answer by %s lets nobody in", async (_, headers, change) => {
  const before = await listClientGrants(database.db, localOwnerId);
  const led = await browse((await askingOf()).href);
  const query = new URL(led.headers.location ?? "", url).search.slice(1);

  const form = { workspace: "default", answer: "allow", query, ...change };
  const answered = await browse("/api/auth/oauth2/consent", form, { origin: url, ...headers });

  expect(answered.headers.location ?? "").not.toContain("code=");
  expect(await listClientGrants(database.db, localOwnerId)).toHaveLength(before.length);
});

test.each([
  ["no address to return to", { redirect_uris: [] }],
  ["a script as address", { redirect_uris: ["javascript:alert(1)"] }],
  ["an address without TLS elsewhere", { redirect_uris: ["http://elsewhere.example/callback"] }],
  ["a name without end", { client_name: "x".repeat(101) }],
  ["a grant without a person", { grant_types: ["client_credentials"] }],
])("a program with %s is not registered", async (_, change) => {
  const answer = await register(change);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
});

test("addresses that we would have to call are not kept of a registration, nor marks that turn text around", async () => {
  const called = {
    jwks_uri: "https://elsewhere.example/jwks",
    backchannel_logout_uri: "https://elsewhere.example/out",
  };
  const answer = await register({
    ...called,
    client_name: "Nice\u202E\u200B name",
    logo_uri: "https://elsewhere.example/l",
  });

  expect(await answer.json()).toMatchObject({ client_name: "Nice name" });
  const rows = await queryAs(database.superUrl, "select * from identity.oauth_clients");
  expect(JSON.stringify(rows)).not.toContain("elsewhere");
});

import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { AppError, createLogger, findRequestId, fixedClock } from "@pulse/kit";
import { afterEach, expect, test } from "vitest";

import type { Health } from "./read-health.ts";
import { isOwnOrigin } from "./auth/is-own-origin.ts";
import { handleRequest, type Handling } from "./handle-request.ts";
import { createRequestLimits } from "./limits/request-limits.ts";
import { createByteBudget } from "./webhooks/byte-budget.ts";
import { noMcp } from "../test/no-mcp.ts";
import { noApi, noReference } from "../test/no-api.ts";
import { createPageStatuses } from "./pages/create-page-statuses.ts";
import { noPages } from "../test/no-pages.ts";
import { openDoor } from "../test/open-door.ts";

type Answer = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: string };

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const healthy: Health = {
  status: "ok",
  timestamp: "2026-07-09T12:00:00.000Z",
  services: { database: "healthy", mcp: "disabled", superset: "disabled", worker: "healthy" },
};

function handlingWith(change: Partial<Handling["ownRoutes"]> & Partial<Pick<Handling, "next">> = {}): Handling {
  const { next, ...ownRoutes } = change;
  return {
    logger: createLogger({ name: "test", level: "silent" }),
    next:
      next ?? ((_request: IncomingMessage, response: ServerResponse) => Promise.resolve(void response.end("a page"))),
    ownRoutes: {
      readHealth: () => Promise.resolve(healthy),
      canServe: () => Promise.resolve(true),
      version: { version: "1.2.3", build: "abc" },
      streamEvents: (_request, response) => Promise.resolve(void response.end("events")),
      ...ownRoutes,
    },
    api: noApi,
    reference: noReference,
    github: { answer: () => Promise.resolve(false) },
    mcp: noMcp,
    door: openDoor,
    limits: limitsOf(1000),
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

/** A clock that stands still: nothing is refilled. */
const limitsOf = (perMinute: number) =>
  createRequestLimits({
    clock: fixedClock("2026-07-09T12:00:00Z"),
    perMinute,
    takeShared: () => Promise.resolve(null),
  });

type Asking = {
  readonly path: string;
  readonly method?: string;
  readonly host?: string;
  readonly rsc?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

async function ask(
  handling: Handling,
  { path, method = "GET", host = "localhost", rsc, headers: more }: Asking,
): Promise<Answer> {
  const server = createServer((request, response) => void handleRequest(handling, request, response));
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const headers = { host, ...(rsc === undefined ? {} : { rsc }), ...more };
  const request = send({ host: "127.0.0.1", port, path, method, headers, agent: false }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

test("a foreign Host is turned away before anything else is looked at", async () => {
  const answer = await ask(handlingWith(), { path: "/default/pulls", host: "evil.example.com" });

  expect(answer.status).toBe(421);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "forbidden", request_id: answer.headers["x-request-id"] });
});

test.each(["/api/health", "/health"])("%s is answered without Next", async (path) => {
  const answer = await ask(handlingWith(), { path });

  expect(answer.status).toBe(200);
  expect(answer.body).toBe(JSON.stringify(healthy));
});

test("the icon that browsers ask for by themselves is the one that there is", async () => {
  expect(await ask(handlingWith(), { path: "/favicon.ico" })).toMatchObject({
    status: 308,
    headers: { location: "/icon.svg" },
  });
});

test("health stays 200 when the database is down, readiness does not", async () => {
  const services = { ...healthy.services, database: "unhealthy" } as const;
  const handling = handlingWith({ readHealth: () => Promise.resolve({ ...healthy, status: "error", services }) });

  expect((await ask(handling, { path: "/api/health" })).status).toBe(200);
  expect((await ask(handling, { path: "/api/ready" })).status).toBe(503);
});

test("readiness waits for the migrations", async () => {
  const answer = await ask(handlingWith({ canServe: () => Promise.resolve(false) }), { path: "/api/ready" });

  expect(answer.status).toBe(503);
});

test("the version is that of the program and its build", async () => {
  const answer = await ask(handlingWith(), { path: "/api/version" });

  expect(answer.body).toBe('{"version":"1.2.3","build":"abc"}');
});

const nobody = { ...openDoor, findPerson: () => Promise.resolve(null) };

test("a page sends whoever is not in to the sign-in page, and back afterwards", async () => {
  const answer = await ask({ ...handlingWith(), door: nobody }, { path: "/default/pulls?range=30d" });

  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe("/sign-in?returnTo=%2Fdefault%2Fpulls%3Frange%3D30d");
});

test.each([
  ["/api/metrics", "GET"],
  ["/api/events", "GET"],
  ["/default/pulls", "POST"],
])("%s by %s answers 401 to whoever is not in, with the next step", async (path, method) => {
  const answer = await ask({ ...handlingWith(), door: nobody }, { path, method });

  expect(answer.status).toBe(401);
  expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "unauthenticated", detail: expect.stringContaining("phk_") });
});

test.each(["/sign-in", "/sign-in/error?error=x", "/_next/static/chunk.js", "/icon.svg"])("%s is open", async (path) => {
  const answer = await ask({ ...handlingWith(), door: nobody }, { path });

  expect(answer.body).toBe("a page");
});

test.each(["/sign-in/../default", "/_next/data/x", "/_next/staticx", "/sign-inn"])("%s is not open", async (path) => {
  const answer = await ask({ ...handlingWith(), door: nobody }, { path });

  expect(answer.body).not.toBe("a page");
});

test("a person whom the client itself wrote into the request is not believed", async () => {
  const forged = Buffer.from(JSON.stringify({ userId: "me" })).toString("base64url");
  const seen: unknown[] = [];
  const handling = handlingWith({
    next: (request, response) => {
      seen.push(request.headers["x-pulse-person"]);
      return Promise.resolve(void response.end());
    },
  });

  await ask({ ...handling, door: nobody }, { path: "/sign-in", headers: { "x-pulse-person": forged } });

  expect(seen).toEqual([undefined]);
});

const door = { ...openDoor, isOwnOrigin: (request: IncomingMessage) => isOwnOrigin(request, site) };
const site = { publicUrl: "https://pulse.example.com", isLocal: false };

test.each([
  [{ origin: "https://evil.example.com" }, 403],
  [{ origin: "null" }, 403],
  [{ "sec-fetch-site": "cross-site" }, 403],
  [{ "sec-fetch-site": "same-site" }, 403],
  [{ origin: "https://pulse.example.com", "sec-fetch-site": "same-origin" }, 200],
])("a change that a page asks for with %j answers %i", async (headers, status) => {
  const answer = await ask({ ...handlingWith(), door }, { path: "/default/settings", method: "POST", headers });

  expect(answer.status).toBe(status);
});

test("a key changes things without a page", async () => {
  const keyHolder = {
    ...door,
    findPerson: async (request: IncomingMessage) => {
      const person = await openDoor.findPerson(request, "/");
      const proof = { kind: "api_key", keyId: "k", workspaceId: 1, scopes: ["write"] } as const;
      return person === null ? null : { ...person, proof };
    },
  };

  const answer = await ask(
    { ...handlingWith(), door: keyHolder },
    { path: "/api/deployments", method: "POST", headers: { origin: "https://ci.example.com" } },
  );

  expect(answer.status).toBe(200);
});

test("a page gets a nonce of its own, the same in its policy and in what Next is told", async () => {
  const seen: (string | string[] | undefined)[] = [];
  const handling = handlingWith({
    next: (request, response) => {
      seen.push(request.headers["content-security-policy"], request.headers["x-pulse-render"]);
      return Promise.resolve(void response.end());
    },
  });

  const first = await ask(handling, { path: "/default/pulls" });
  const second = await ask(handling, { path: "/default/pulls", rsc: "1" });

  expect(first.headers["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
  expect(first.headers["content-security-policy"]).not.toBe(second.headers["content-security-policy"]);
  expect(seen).toEqual([
    first.headers["content-security-policy"],
    "document",
    second.headers["content-security-policy"],
    "data",
  ]);
});

test("a bug is told without its cause", async () => {
  const answer = await ask(handlingWith({ next: () => Promise.reject(new Error("the secret is swordfish")) }), {
    path: "/default",
  });

  expect(answer.status).toBe(500);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "internal" });
  expect(answer.body).not.toContain("swordfish");
});

test("every answer is marked against sniffing and framing", async () => {
  const answer = await ask(handlingWith(), { path: "/api/version" });

  expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
  expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
});

test("an address that asks too often is told when to come again, and health is not", async () => {
  const handling = { ...handlingWith(), limits: limitsOf(2) };
  for (const path of ["/default", "/default"]) await ask(handling, { path });

  const refused = await ask(handling, { path: "/default", headers: { "x-forwarded-for": "198.51.100.9" } });

  expect(refused.status).toBe(429);
  expect(refused.headers).toMatchObject({
    "retry-after": "30",
    "content-type": expect.stringMatching(/^application\/problem\+json/),
  });
  expect(JSON.parse(refused.body)).toMatchObject({ code: "limited", request_id: refused.headers["x-request-id"] });
  for (const path of ["/health", "/api/health", "/api/ready", "/_next/static/chunk.js"]) {
    expect((await ask(handling, { path })).status).toBe(200);
  }
});

test("behind a proxy that is configured each client counts alone", async () => {
  const site = { isSecure: false, allowedOrigins: [], trustedProxies: 1 };
  const handling = { ...handlingWith(), limits: limitsOf(1), site, door: nobody };
  const askFrom = async (address: string) =>
    (await ask(handling, { path: "/api/metrics", headers: { "x-forwarded-for": `1.1.1.1, ${address}` } })).status;

  expect([await askFrom("198.51.100.1"), await askFrom("198.51.100.2"), await askFrom("198.51.100.1")]).toEqual([
    401, 401, 429,
  ]);
});

test.each([
  ["session", { kind: "session", sessionId: "s", signedInAt: "2026-07-09T11:00:00Z" }],
  ["key", { kind: "api_key", keyId: "k", workspaceId: 1, scopes: ["read"] }],
] as const)("a %s counts wherever it comes from", async (_, proof) => {
  const site = { isSecure: false, allowedOrigins: [], trustedProxies: 1 };
  const findPerson = async (request: IncomingMessage) => {
    const person = await openDoor.findPerson(request, "/");
    return person === null ? null : { ...person, proof };
  };
  const handling = { ...handlingWith(), limits: limitsOf(2), site, door: { ...openDoor, findPerson } };
  const statuses: number[] = [];

  for (const last of [1, 2, 3]) {
    const headers = { "x-forwarded-for": `198.51.100.${last}` };
    const answer = await ask(handling, { path: "/default", headers });
    statuses.push(answer.status);
    if (answer.status === 429) expect(answer.headers["retry-after"]).toBe("30");
  }

  expect(statuses).toEqual([200, 200, 429]);
});

test.each(["/api/auth/link?token=guess", "/api/auth/signin/github", "/join/guess"])(
  "%s is a way in, and takes 30 attempts a minute from one address",
  async (path) => {
    const door = {
      ...nobody,
      answerAuth: ({ response }: { response: ServerResponse }) => Promise.resolve(!!response.end("attempted")),
    };
    const handling = { ...handlingWith(), door };
    for (let attempt = 0; attempt < 30; attempt++) expect((await ask(handling, { path })).body).toBe("attempted");

    const refused = await ask(handling, { path });

    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe("2");
  },
);

test("after 20 wrong keys no key of that address is looked at, and sessions are", async () => {
  let looks = 0;
  const door = {
    ...openDoor,
    findPerson: async (request: IncomingMessage) => {
      if (request.headers.authorization === undefined) return await openDoor.findPerson(request, "/");
      looks++;
      throw new AppError("unauthenticated", "This API key is unknown");
    },
  };
  const handling = { ...handlingWith(), door };
  const headers = { authorization: "Bearer phk_guess" };
  for (let guess = 0; guess < 20; guess++) {
    expect((await ask(handling, { path: "/api/metrics", headers })).status).toBe(401);
  }

  const refused = await ask(handling, { path: "/api/metrics", headers });

  expect([refused.status, refused.headers["retry-after"], looks]).toEqual([429, "3", 20]);
  expect((await ask(handling, { path: "/default" })).status).toBe(200);
});

test("browsers are held to TLS where the public address is https, and only there", async () => {
  const plain = await ask(handlingWith(), { path: "/api/version" });
  const secure = { ...handlingWith(), site: { isSecure: true, allowedOrigins: [], trustedProxies: 0 } };

  const answers = [
    await ask(secure, { path: "/default" }),
    await ask(secure, { path: "/default", host: "evil.example.com" }),
  ];

  expect(plain.headers["strict-transport-security"]).toBeUndefined();
  for (const { headers } of answers) {
    expect(headers["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
  }
});

const tools = "https://tools.example.com";
const withTools = (): Handling => ({
  ...handlingWith(),
  site: { isSecure: false, allowedOrigins: [tools], trustedProxies: 0 },
});
const key = { authorization: "Bearer phk_1" };
const preflight = { "access-control-request-method": "GET", "access-control-request-headers": "authorization" };

test("pages of an allowed origin may use the API with a key", async () => {
  const asked = await ask(withTools(), { path: "/api/metrics", headers: { ...key, origin: tools } });
  const asking = { path: "/api/metrics", method: "OPTIONS", headers: { ...preflight, origin: tools } };
  const allowed = await ask({ ...withTools(), door: nobody }, asking);

  expect(asked.headers).toMatchObject({ "access-control-allow-origin": tools, vary: "Origin" });
  expect(allowed.status).toBe(204);
  expect(allowed.headers["access-control-allow-origin"]).toBe(tools);
  expect(allowed.headers["access-control-allow-headers"]).toContain("Authorization");
  for (const { headers } of [asked, allowed]) expect(headers["access-control-allow-credentials"]).toBeUndefined();
});

test.each([
  ["another origin", "/api/metrics", { ...key, origin: "https://evil.example.com" }],
  ["an origin that begins like it", "/api/metrics", { ...key, origin: `${tools}.evil.example` }],
  ["the same name without TLS", "/api/metrics", { ...key, origin: "http://tools.example.com" }],
  ["no origin at all", "/api/metrics", { ...key, origin: "null" }],
  ["a cookie instead of a key", "/api/metrics", { cookie: "pulse-hub.session=1", origin: tools }],
  ["a page", "/default/pulls", { ...key, origin: tools }],
  ["the ways in", "/api/auth/signin/github", { ...key, origin: tools }],
])("CORS stays closed for %s", async (_, path, headers) => {
  const answer = await ask(withTools(), { path, headers });
  const asking = { path, method: "OPTIONS", headers: { ...preflight, ...headers } };
  const preflighted = await ask({ ...withTools(), door: nobody }, asking);

  expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  const isPreflightOpen = preflighted.headers["access-control-allow-origin"] !== undefined;
  // A preflight carries neither cookie nor key, so it cannot tell which of them will follow.
  expect(isPreflightOpen).toBe(headers.origin === tools && path === "/api/metrics");
});

test("CORS is closed to everybody until the operator opens it", async () => {
  const answer = await ask(handlingWith(), { path: "/api/metrics", headers: { ...key, origin: tools } });

  expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
});

test.each(["/default/settings", "/api/metrics", "/api/auth/sign-out"])(
  "%s takes no body above 1 MiB, and none whose end nobody knows",
  async (path) => {
    const sized = (bytes: number) => ({ path, method: "POST", headers: { "content-length": String(bytes) } });
    const chunked = { path, method: "POST", headers: { "transfer-encoding": "chunked" } };

    const answers = [
      await ask(handlingWith(), sized(1024 * 1024 + 1)),
      await ask(handlingWith(), chunked),
      await ask(handlingWith(), { path, method: "POST" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([413, 411, 200]);
    expect(answers[0]?.headers.connection).toBe("close");
  },
);

test.each(["/", "/default/overview", "/api/metrics", "/api/health", "/webhook"])(
  "TRACE of %s sends nothing back: it would show what the browser keeps from scripts",
  async (path) => {
    const answer = await ask(handlingWith(), { path, method: "TRACE", headers: { cookie: "pulse=told" } });

    expect(answer.status).toBe(405);
    expect(answer.body).not.toContain("told");
  },
);

test("whatever a request leads to knows its id", async () => {
  const next = async (_request: IncomingMessage, response: ServerResponse): Promise<void> =>
    await Promise.resolve(void response.end(findRequestId()));

  const { headers, body } = await ask(handlingWith({ next }), { path: "/default/pulls" });

  expect(body).toBe(headers["x-request-id"]);
});

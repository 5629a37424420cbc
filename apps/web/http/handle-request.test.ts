import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { createLogger } from "@pulse/kit";
import { afterEach, expect, test } from "vitest";

import type { Health } from "./read-health.ts";
import { handleRequest, type Handling } from "./handle-request.ts";
import { createByteBudget } from "./webhooks/byte-budget.ts";

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
    webhooks: {
      secrets: [],
      findConnectionSecrets: () => Promise.resolve(null),
      writer: { write: () => Promise.reject(new Error("nothing is to be stored")) },
      budget: createByteBudget(1000),
    },
  };
}

type Asking = { readonly path: string; readonly method?: string; readonly host?: string; readonly rsc?: string };

async function ask(handling: Handling, { path, method = "GET", host = "localhost", rsc }: Asking): Promise<Answer> {
  const server = createServer((request, response) => void handleRequest(handling, request, response));
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const headers = { host, ...(rsc === undefined ? {} : { rsc }) };
  const request = send({ host: "127.0.0.1", port, path, method, headers, agent: false }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

test("a foreign Host is turned away before anything else is looked at", async () => {
  const answer = await ask(handlingWith(), { path: "/api/health", host: "evil.example.com" });

  expect(answer.status).toBe(421);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "forbidden", request_id: answer.headers["x-request-id"] });
});

test.each(["/api/health", "/health"])("%s is answered without Next", async (path) => {
  const answer = await ask(handlingWith(), { path });

  expect(answer.status).toBe(200);
  expect(answer.body).toBe(JSON.stringify(healthy));
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

test("nothing can be changed", async () => {
  const answer = await ask(handlingWith(), { path: "/default/pulls", method: "POST" });

  expect(answer.status).toBe(405);
  expect(answer.headers["allow"]).toBe("GET, HEAD, OPTIONS");
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

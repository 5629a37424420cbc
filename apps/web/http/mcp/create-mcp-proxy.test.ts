import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";

import { makeServiceKey, publicServiceKey, readServiceToken, type Person } from "@pulse/actions";
import { ensureDefaultWorkspace, getWorkspace, listWorkspaces, localOwnerId } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, isAppError, systemClock } from "@pulse/kit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import * as webActions from "../../src/server/web-actions.ts";
import { writePerson } from "../auth/person-header.ts";
import { createMcpProxy, type McpProxy } from "./create-mcp-proxy.ts";

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

const signingKey = makeServiceKey();
const logger = createLogger({ name: "test", level: "silent" });
const person: Person = {
  userId: localOwnerId,
  name: "Local owner",
  login: null,
  image: null,
  proof: { kind: "session", sessionId: "s", signedInAt: "2026-01-01T00:00:00Z" },
};
const servers: Server[] = [];
let database: TestDatabase;
let workspaceId: number;
let seen: Seen[];
let mcpUrl: string;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  mcpUrl = await listen(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(200, { "content-type": "application/json", "set-cookie": "a=b" });
        response.end('{"status":"healthy","server":"pulse-hub-mcp"}');
      });
    }),
  );
});

beforeEach(() => {
  seen = [];
});

afterAll(async () => {
  for (const server of servers) server.close();
  await database.drop();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
}

function proxyTo(url: string | null): McpProxy {
  const runtime = {
    actions: webActions,
    clock: systemClock,
    db: database.db,
    getWorkspace,
    github: null,
    keyMaker: { createApiKey: () => Promise.reject(new Error("no keys here")) },
    listWorkspaces,
    logger,
  };
  return createMcpProxy({ runtime, server: url === null ? null : { url, signingKey }, clock: systemClock, logger });
}

/** As behind the door: `who` is in the request by then. */
async function front(proxy: McpProxy, who: Person | null): Promise<string> {
  return await listen(
    createServer((request, response) => {
      writePerson(request, who);
      const path = (request.url ?? "").split("?")[0] ?? "";
      const asked = { path, requestId: "r", request, response };
      const answer = async () => (await proxy.answerHealth(asked)) || (await proxy.answer(asked));
      answer().then(
        (isAnswered) => isAnswered || response.writeHead(404).end(),
        (error: unknown) => response.writeHead(isAppError(error) && error.code === "unavailable" ? 503 : 500).end(),
      );
    }),
  );
}

test.each(["/api/mcp/execute", "/api/proxy/mcp/execute"])(
  "%s goes on as the person, and with nothing of the browser's",
  async (path) => {
    const url = await front(proxyTo(mcpUrl), person);

    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        cookie: "session=secret",
        authorization: "Bearer own",
        "x-evil": "1",
      },
      body: '{"tool":"x"}',
    });

    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await response.json()).toMatchObject({ status: "healthy" });
    const [request] = seen;
    expect(request).toMatchObject({ method: "POST", url: "/execute", body: '{"tool":"x"}' });
    expect(JSON.stringify(request?.headers)).not.toMatch(/secret|Bearer own|x-evil/);
    const token = request?.headers.authorization?.replace("Bearer ", "") ?? "";
    const ctx = { publicKey: publicServiceKey(signingKey), clock: systemClock };
    expect(await readServiceToken(ctx, token)).toEqual({ userId: localOwnerId, workspaceId });
  },
);

test("the scopes of a key go along with it", async () => {
  const proof = { kind: "api_key", keyId: "k", workspaceId, scopes: ["read"] } as const;
  const url = await front(proxyTo(mcpUrl), { ...person, proof });

  await fetch(`${url}/api/mcp/tools`);

  const token = seen[0]?.headers.authorization?.replace("Bearer ", "") ?? "";
  const ctx = { publicKey: publicServiceKey(signingKey), clock: systemClock };
  expect(await readServiceToken(ctx, token)).toMatchObject({ scopes: ["read"] });
});

test("the protocol's own address, and nothing else of the server, is reached", async () => {
  const url = await front(proxyTo(mcpUrl), person);

  await fetch(`${url}/api/mcp`, { method: "POST", body: "{}", headers: { "mcp-protocol-version": "2026-07-28" } });
  const elsewhere = await Promise.all(
    ["/api/mcp/../secret", "/api/mcp/metrics", "/api/mcpx", "/api/mcp/tools/x"].map(
      async (path) => (await fetch(`${url}${path}`)).status,
    ),
  );

  expect(seen).toMatchObject([{ url: "/mcp", headers: { "mcp-protocol-version": "2026-07-28" } }]);
  expect(elsewhere).toEqual([404, 404, 404, 404]);
});

test("health is open to everybody and says when the server is away or was never there", async () => {
  const well = await front(proxyTo(mcpUrl), null);
  const gone = await front(proxyTo("http://127.0.0.1:1"), null);
  const never = await front(proxyTo(null), null);
  const healthAt = async (url: string) => {
    const response = await fetch(`${url}/api/proxy/mcp/health`);
    return [response.status, await response.json()];
  };

  expect(await healthAt(well)).toEqual([200, { status: "healthy", server: "pulse-hub-mcp" }]);
  expect(await healthAt(gone)).toEqual([503, { status: "unhealthy", server: "pulse-hub-mcp" }]);
  expect(await healthAt(never)).toEqual([503, { status: "disabled", server: "pulse-hub-mcp" }]);
});

test("what a server that is away would have done is told as unavailable", async () => {
  const url = await front(proxyTo("http://127.0.0.1:1"), person);

  expect((await fetch(`${url}/api/mcp/tools`)).status).toBe(503);
});

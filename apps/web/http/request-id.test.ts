// One id through all that a request leads to, in processes as they run: the web app, the MCP server, the worker, their logs, their
// traces, and the database, which is asked while a lock holds the request where it is.
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { json } from "node:stream/consumers";

import { createApiClient } from "@pulse/api-client";
import { makeServiceKey, publicServiceKey } from "@pulse/actions";
import { withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { importInvented } from "../test/api-server.ts";
import { startMcp } from "../test/start-mcp.ts";

type Started = { readonly child: ChildProcess; readonly url: string; readonly log: () => string };

const folder = path.resolve(import.meta.dirname, "../..");
let database: TestDatabase;
let mcp: Awaited<ReturnType<typeof startMcp>>;
let web: Started;
let worker: Started;
let collector: Server;
const spans: Span[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  collector = createServer((request, response) => {
    void json(request).then((body) => {
      spans.push(...spansOf(body));
      response.end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const told = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}` };
  await importInvented(database, 7);
  const key = makeServiceKey();
  mcp = await startMcp({ POSTGRES_URL: database.url, PULSE_MCP_PUBLIC_KEY: publicServiceKey(key), ...told });
  [web, worker] = await Promise.all([
    start("web/test/fixtures/serve-api.ts", { MCP_URL: mcp.url, MCP_SIGNING_KEY: key, ...told }),
    start("worker/src/main.ts", { WORKER_PORT: "0", ...told }),
  ]);
});

afterAll(async () => {
  for (const { child } of [web, worker]) {
    child.kill("SIGKILL");
    await once(child, "close");
  }
  await mcp.stop();
  collector.closeAllConnections();
  collector.close();
  await database.drop();
});

type Span = { readonly service: string; readonly name: string; readonly trace: string; readonly requestId: string };

const attributes = z.array(z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) }));
const scopes = z.array(z.object({ spans: z.array(z.object({ traceId: z.string(), name: z.string(), attributes })) }));
const sentSchema = z.object({
  resourceSpans: z.array(z.object({ resource: z.object({ attributes }), scopeSpans: scopes })),
});

/** What OTLP says of spans in JSON, as far as it concerns us. */
function spansOf(body: unknown): readonly Span[] {
  const valueOf = (all: z.output<typeof attributes>, wanted: string) =>
    all.find(({ key }) => key === wanted)?.value.stringValue ?? "";
  return sentSchema.parse(body).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        service: valueOf(resource.attributes, "service.name"),
        name: span.name,
        trace: span.traceId,
        requestId: valueOf(span.attributes, "pulse.request_id"),
      })),
    ),
  );
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function start(program: string, env: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, [path.join(folder, program)], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"], POSTGRES_URL: database.url, ...env },
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  let log = "";
  child.stdout?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const [message]: { url: string }[] = await once(child, "message");
  return { child, url: message?.url ?? "", log: () => log };
}

/** What the database says who works under the id, while whatever reads the table has to wait; then they may go on. */
async function askWhileHeld<T>(
  { id, table }: { readonly id: string; readonly table: "repositories" | "issues" },
  ask: () => Promise<T>,
): Promise<{ readonly who: string; readonly answer: T }> {
  const held = await withService(database.db, async (tx) => {
    await sql`lock table ${sql.id("pulse", table)} in access exclusive mode`.execute(tx);
    const answer = ask();
    for (;;) {
      const [found] = await queryAs<{ name: string }>(
        database.superUrl,
        `select application_name as name from pg_stat_activity where application_name like '%#${id}' and wait_event_type = 'Lock'`,
      );
      if (found !== undefined) return { who: found.name, answer };
    }
  });
  return { who: held.who, answer: await held.answer };
}

/** The messages of the lines that carry the id, once there are any. */
async function linesOf({ log }: Pick<Started, "log">, id: string): Promise<readonly string[]> {
  for (;;) {
    const lines = log()
      .split("\n")
      .filter((line) => line.includes(`"request_id":"${id}"`) && line.endsWith("}"))
      .map((line): { msg: string } => JSON.parse(line));
    if (lines.length > 0) return lines.map(({ msg }) => msg);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

test("the web app keeps the id that a request came with, and so does the database", async () => {
  const id = randomUUID();
  const { who, answer } = await askWhileHeld({ id, table: "repositories" }, async () => {
    const response = await fetch(`${web.url}/api/issues`, { headers: { "X-Request-Id": id } });
    return [response.status, response.headers.get("x-request-id")];
  });

  expect(who).toBe(`pulse-hub web #${id}`);
  expect(answer).toEqual([200, id]);
  expect(await linesOf(web, id)).toEqual(["request"]);
});

test("the MCP server that the web app asks goes on under the id", async () => {
  const id = randomUUID();
  const { who, answer } = await askWhileHeld({ id, table: "repositories" }, async () => {
    const response = await fetch(`${web.url}/api/mcp/execute`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Request-Id": id },
      body: JSON.stringify({ tool: "analytics_status", params: {} }),
    });
    return response.status;
  });

  expect(who).toBe(`pulse-hub mcp #${id}`);
  expect(answer).toBe(200);
  expect(await linesOf(mcp, id)).toEqual(["request"]);
  expect(await linesOf(web, id)).toEqual(["request"]);
});

test("the worker does what a request asked for under its id", async () => {
  const id = randomUUID();
  const client = createApiClient({ baseUrl: web.url });
  const { who, answer } = await askWhileHeld({ id, table: "issues" }, async () => {
    const { data } = await client.POST("/api/exports", {
      headers: { "X-Request-Id": id },
      body: { question: { what: "items", kind: "issue" }, format: "csv" },
    });
    return data?.id;
  });

  expect(who).toBe(`pulse-hub worker #${id}`);
  expect(await linesOf(worker, id)).toEqual(["an export was written"]);
  const { data } = await client.GET("/api/exports/{id}", { params: { path: { id: answer ?? 0 } } });
  expect(data?.state).toBe("done");
});

test("a collector is told where the time of a request went in every process, in the trace that the request came with", async () => {
  const id = randomUUID();
  const trace = "0af7651916cd43dd8448eb211c80319c";
  await fetch(`${web.url}/api/mcp/execute`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Request-Id": id,
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({ tool: "analytics_status", params: {} }),
  });

  const wanted = [
    "pulse-hub-mcp POST /execute",
    "pulse-hub-mcp PostgreSQL",
    "pulse-hub-web POST /api/mcp/execute",
    "pulse-hub-web PostgreSQL",
  ];
  const ofTrace = () => spans.filter((span) => span.trace === trace);
  const seen = () => ofTrace().map(({ service, name }) => `${service} ${name}`);
  while (wanted.some((each) => !seen().includes(each))) await new Promise((resolve) => void setImmediate(resolve));

  expect([...new Set(seen())].toSorted()).toEqual(wanted);
  expect([...new Set(ofTrace().map(({ requestId }) => requestId))]).toEqual([id]);
});

test("what the worker does for a request is told under its id", async () => {
  const id = randomUUID();
  await createApiClient({ baseUrl: web.url }).POST("/api/exports", {
    headers: { "X-Request-Id": id },
    body: { question: { what: "items", kind: "issue" }, format: "csv" },
  });
  const seen = () =>
    spans.some(
      ({ service, name, requestId }) => service === "pulse-hub-worker" && name === "export" && requestId === id,
    );
  while (!seen()) await new Promise((resolve) => void setImmediate(resolve));

  expect(seen()).toBe(true);
});

// One id through all that a request leads to, in processes as they run: the web app, the MCP server, the worker, their logs, and the
// database, which is asked while a lock holds the request where it is.
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";

import { createApiClient } from "@pulse/api-client";
import { makeServiceKey, publicServiceKey } from "@pulse/actions";
import { withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { importInvented } from "../test/api-server.ts";
import { startMcp } from "../test/start-mcp.ts";

type Started = { readonly child: ChildProcess; readonly url: string; readonly log: () => string };

const folder = path.resolve(import.meta.dirname, "../..");
let database: TestDatabase;
let mcp: Awaited<ReturnType<typeof startMcp>>;
let web: Started;
let worker: Started;

beforeAll(async () => {
  database = await createTestDatabase();
  await importInvented(database, 7);
  const key = makeServiceKey();
  mcp = await startMcp({ POSTGRES_URL: database.url, PULSE_MCP_PUBLIC_KEY: publicServiceKey(key) });
  [web, worker] = await Promise.all([
    start("web/test/fixtures/serve-api.ts", { MCP_URL: mcp.url, MCP_SIGNING_KEY: key }),
    start("worker/src/main.ts", { WORKER_PORT: "0" }),
  ]);
});

afterAll(async () => {
  for (const { child } of [web, worker]) {
    child.kill("SIGKILL");
    await once(child, "close");
  }
  await mcp.stop();
  await database.drop();
});

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

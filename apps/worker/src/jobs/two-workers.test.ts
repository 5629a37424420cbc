import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type Server } from "node:http";
import path from "node:path";

import { readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { queueRun, storeConnection } from "@pulse/github";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const keys = randomBytes(32).toString("base64");
const asked = new EventEmitter();
let database: TestDatabase;
let github: Server;
let apiUrl: string;
let workers: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  // A GitHub that takes every question and never answers: a run stays under way until its worker dies.
  github = createServer(() => asked.emit("request"));
  github.listen(0, "127.0.0.1");
  await once(github, "listening");
  const address = github.address();
  apiUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
});

afterEach(() => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers = [];
});

afterAll(async () => {
  github.closeAllConnections();
  github.close();
  await database.drop();
});

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [path.join(import.meta.dirname, "..", "main.ts")], {
    env: {
      NODE_ENV: "test",
      PATH: process.env["PATH"],
      WORKER_PORT: "0",
      POSTGRES_URL: database.url,
      PULSE_ENCRYPTION_KEYS: keys,
      GITHUB_API_URL: apiUrl,
      LOG_LEVEL: "silent",
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  workers.push(worker);
  await once(worker, "message");
  return worker;
}

async function queueOne(): Promise<number> {
  return await withService(database.db, async (tx) => {
    const made = await sql<{
      id: number;
    }>`insert into pulse.workspaces (slug, name) values ('w', 'W') returning id`.execute(tx);
    const workspaceId = made.rows[0]?.id ?? 0;
    const { id } = await storeConnection(tx, readKeyRing(keys), {
      workspaceId,
      name: "main",
      kind: "token",
      credential: { kind: "token", token: "ghp_x" },
      interactiveReserve: null,
      createdBy: null,
    });
    const repository = await sql<{ id: number }>`
      insert into pulse.repositories (workspace_id, owner, name, connection_id, is_tracked, fetched_at)
      values (${workspaceId}, 'acme', 'site', ${id}, true, now())
      returning id
    `.execute(tx);
    const run = await queueRun(tx, { workspaceId, repositoryId: repository.rows[0]?.id ?? 0, trigger: "manual" });
    return run.id;
  });
}

async function holderOf(run: number) {
  const [row] = await queryAs<{ state: string; worker_id: string | null }>(
    database.superUrl,
    `select state, worker_id from pulse.sync_runs where id = ${run}`,
  );
  return row;
}

test("of two workers one reads a repository; when it is killed, and its beats are missed, the other goes on", async () => {
  const first = await startWorker();
  const askedOnce = once(asked, "request");
  const run = await queueOne();
  await askedOnce;
  const before = await holderOf(run);
  await startWorker();

  first.kill("SIGKILL");
  await once(first, "exit");
  expect(await holderOf(run)).toEqual(before);
  const askedAgain = once(asked, "request");
  await queryAs(database.superUrl, "update pulse.sync_runs set beat_at = now() - interval '61 seconds'");
  await askedAgain;
  const after = await holderOf(run);

  expect(before?.state).toBe("running");
  expect(after?.state).toBe("running");
  expect(after?.worker_id).not.toBe(before?.worker_id);
});

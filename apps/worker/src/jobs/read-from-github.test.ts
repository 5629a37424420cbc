import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";

import { readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { queueRun, storeConnection } from "@pulse/github";
import { generateHistory, startReplica, type Replica } from "@pulse/github-replica";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const keys = randomBytes(32).toString("base64");
const token = "ghp_markerofaworker";
let database: TestDatabase;
let github: Replica;
let workers: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  github = await startReplica({ now: "2023-06-01T00:00:00Z" });
  github.addToken({ token, login: "octo", scopes: ["repo", "read:org"] });
  github.loadHistory(
    generateHistory({
      repository: "acme/north",
      seed: 5,
      from: new Date("2023-01-01T00:00:00Z"),
      asOf: new Date("2023-06-01T00:00:00Z"),
      issues: 20,
      pullRequests: 15,
      people: 5,
    }),
  );
});

afterEach(() => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers = [];
});

afterAll(async () => {
  await github.close();
  await database.drop();
});

async function startWorker(): Promise<{ readonly worker: ChildProcess; readonly said: () => string }> {
  const worker = spawn(process.execPath, [path.join(import.meta.dirname, "..", "main.ts")], {
    env: {
      NODE_ENV: "test",
      PATH: process.env["PATH"],
      WORKER_PORT: "0",
      POSTGRES_URL: database.url,
      PULSE_ENCRYPTION_KEYS: keys,
      GITHUB_API_URL: github.apiUrl,
      LOG_LEVEL: "trace",
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  workers.push(worker);
  let text = "";
  for (const stream of [worker.stdout, worker.stderr])
    stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(worker, "message");
  return { worker, said: () => text };
}

async function connectOne(): Promise<{ readonly workspaceId: number; readonly repositoryId: number }> {
  return await withService(database.db, async (tx) => {
    const made = await sql<{
      id: number;
    }>`insert into pulse.workspaces (slug, name) values ('w', 'W') returning id`.execute(tx);
    const workspaceId = made.rows[0]?.id ?? 0;
    const connection = await storeConnection(tx, readKeyRing(keys), {
      workspaceId,
      name: "main",
      kind: "token",
      credential: { kind: "token", token },
      interactiveReserve: null,
      createdBy: null,
    });
    const repository = await sql<{ id: number }>`
      insert into pulse.repositories (workspace_id, owner, name, connection_id, is_tracked, fetched_at)
      values (${workspaceId}, 'acme', 'north', ${connection.id}, true, now())
      returning id
    `.execute(tx);
    return { workspaceId, repositoryId: repository.rows[0]?.id ?? 0 };
  });
}

type Run = {
  readonly state: string;
  readonly error_detail: string | null;
  readonly issues: number;
  readonly pulls: number;
};

async function untilSettled(run: number): Promise<Run | undefined> {
  for (;;) {
    const [row] = await queryAs<Run>(
      database.superUrl,
      `select
         state, error_detail,
         (select count(*)::int from pulse.issues) as issues,
         (select count(*)::int from pulse.pull_requests) as pulls
       from pulse.sync_runs where id = ${run}`,
    );
    if (row === undefined || ["done", "failed", "waiting"].includes(row.state)) return row;
  }
}

test("a worker reads what is queued, says nothing of the token, and takes its leave on SIGTERM", async () => {
  const { worker, said } = await startWorker();
  const { workspaceId, repositoryId } = await connectOne();
  const { id } = await withService(
    database.db,
    async (tx) => await queueRun(tx, { workspaceId, repositoryId, trigger: "connected" }),
  );

  const read = await untilSettled(id);
  github.revokeToken(token);
  const again = await withService(
    database.db,
    async (tx) => await queueRun(tx, { workspaceId, repositoryId, trigger: "manual" }),
  );
  const refused = await untilSettled(again.id);
  worker.kill("SIGTERM");
  const [code] = await once(worker, "exit");

  expect(read).toMatchObject({ state: "done", issues: 20, pulls: 15 });
  expect(refused).toMatchObject({
    state: "failed",
    error_detail: expect.stringContaining("./pulse connection save main"),
  });
  expect(await queryAs(database.superUrl, "select status from pulse.connections")).toEqual([{ status: "revoked" }]);
  expect(code).toBe(0);
  const log =
    said() +
    JSON.stringify(await queryAs(database.superUrl, "select * from pulse.sync_runs, pulse.repositories, pulse.events"));
  expect(log).not.toContain("marker");
});

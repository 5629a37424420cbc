import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { requestRollback, showDeployment, type ActionContext } from "@pulse/actions";
import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { createLogger } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const specOf = (letter: string) => ({
  name: "shop",
  services: [
    {
      name: "web",
      image: { registry_type: "GHCR", registry: "acme", repository: "web", digest: digest(letter) },
      http_port: 3000,
    },
  ],
});
let database: TestDatabase;
let local: LocalPlatform;
let workers: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  local = await startLocalPlatform({ now: new Date() });
});

afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers = [];
  await local.close();
  await database.drop();
});

function startWorker(): ChildProcess {
  const keys = Buffer.alloc(32, 7).toString("base64");
  const given = [database.url, local.apiUrl, local.token, keys];
  const worker = fork(path.join(import.meta.dirname, "../../test/deploy-in-child.ts"), given, { stdio: "inherit" });
  workers.push(worker);
  return worker;
}

/** Resolves when a run is that far; fails when the worker ends before. */
async function reach(worker: ChildProcess, wanted: string): Promise<{ readonly state: string }> {
  return await new Promise((resolve, reject) => {
    worker.on("exit", (code) => reject(new Error(`the worker ended with ${code ?? "a signal"} before ${wanted}`)));
    worker.on("message", (message: { stage: string; state: string }) => {
      if (message.stage === wanted) resolve(message);
    });
  });
}

test("a worker that is killed in the middle of a rollback is followed by another, which asks for nothing twice", async () => {
  const { id: appId } = local.addApp(specOf("a"));
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const ctx: ActionContext = {
    db: database.db,
    clock: local.clock,
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
    deploy: { token: local.token, apiUrl: local.apiUrl, holder: "Ada" },
  };
  await updateTo("b", appId);
  await requestRollback.run(ctx, { reason: "sign-in is broken" });

  const first = startWorker();
  await reach(first, "following");
  first.kill("SIGKILL");
  await once(first, "exit");
  await endLeases();
  const second = startWorker();
  // The platform's time is the test's: it deploys while nobody looks.
  local.advance(600_000);
  const { state } = await reach(second, "done");

  const posts = (end: string) =>
    local.exchanges.filter(({ method, path: to }) => method === "POST" && to.endsWith(end));
  expect(state).toBe("succeeded");
  expect([posts("/rollback").length, posts("/commit").length]).toEqual([1, 1]);
  expect((await showDeployment.run(ctx, {})).lock).toBeNull();
  expect(await readTask()).toMatchObject({ status: "completed", attempts: 2 });
});

async function updateTo(letter: string, appId: string): Promise<void> {
  const response = await fetch(`${local.apiUrl}/v2/apps/${appId}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${local.token}`, "content-type": "application/json" },
    body: JSON.stringify({ spec: specOf(letter) }),
  });
  expect(response.status).toBe(200);
  local.advance(600_000);
}

/** As if two minutes had passed in which nobody extended them. */
async function endLeases(): Promise<void> {
  await withService(database.db, async (tx) => {
    await sql`update pulse.deploy_runs set lease_until = now()`.execute(tx);
    await sql`update pulse.task_queue set lease_expires_at = now() where lease_token is not null`.execute(tx);
  });
}

async function readTask(): Promise<unknown> {
  const found = await withService(database.db, (tx) => sql`select status, attempts from pulse.task_queue`.execute(tx));
  return found.rows[0];
}

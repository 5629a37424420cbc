import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

import { findNewestWorkerBeat } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { findFreePort, identifyProcess } from "@pulse/kit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

// Starts a process, says which and is gone before that one can listen to anything.
const killedParent = `
  import { spawn } from "node:child_process";
  import { writeSync } from "node:fs";
  const child = spawn(process.execPath, [process.argv.at(-1)], { detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  writeSync(1, String(child.pid));
  process.kill(process.pid, "SIGKILL");
`;
let database: TestDatabase;
let workers: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(() => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers = [];
});

afterAll(async () => {
  await database.drop();
});

function launch(env: Record<string, string>): ChildProcess {
  const worker = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts")], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"], WORKER_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  workers.push(worker);
  return worker;
}

async function start(env: Record<string, string>): Promise<{ readonly worker: ChildProcess; readonly url: string }> {
  const worker = launch(env);
  const [message]: { url: string }[] = await once(worker, "message");
  return { worker, url: message?.url ?? "" };
}

async function askUntil(url: string, status: string): Promise<Response> {
  for (;;) {
    const response = await fetch(`${url}/health`);
    const body: { status: string } = await response.clone().json();
    if (body.status === status) return response;
  }
}

test("a worker beats, is healthy, and takes its leave on SIGTERM", async () => {
  const { worker, url } = await start({ POSTGRES_URL: database.url });

  const response = await askUntil(url, "healthy");
  const beat = await findNewestWorkerBeat(database.db);
  worker.kill("SIGTERM");
  const [code] = await once(worker, "exit");

  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: "healthy", timestamp: expect.any(String), version: "0.1.0" });
  expect(beat).not.toBeNull();
  expect(code).toBe(0);
  expect(await findNewestWorkerBeat(database.db)).toBeNull();
});

test("a worker told to listen for a platform is asked by another address than its own loopback", async () => {
  const { url } = await start({ POSTGRES_URL: database.url, WORKER_HOST: "0.0.0.0" });

  const response = await askUntil(url.replace("127.0.0.1", "127.0.0.2"), "healthy");

  expect(response.status).toBe(200);
});

test("a worker whose parent is gone ends", async () => {
  const { worker } = await start({ POSTGRES_URL: database.url });

  worker.disconnect();

  expect(await once(worker, "exit")).toEqual([0, null]);
});

test("a worker whose parent was killed while it was still starting ends", async () => {
  const main = path.join(import.meta.dirname, "main.ts");
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", killedParent, main], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"], WORKER_PORT: "0", POSTGRES_URL: database.url },
    stdio: ["ignore", "pipe", "ignore"],
  });

  const pid = Number(await text(parent.stdout));

  expect(parent.signalCode ?? (await once(parent, "exit"))[1]).toBe("SIGKILL");
  while (identifyProcess(pid) !== null) await delay(20);
});

test("a worker that waits for a database which says nothing ends all the same when its parent is gone", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : null;
  const { worker } = await start({ POSTGRES_URL: `postgres://me@127.0.0.1:${port}/x` });

  worker.disconnect();

  expect(await once(worker, "exit")).toEqual([1, null]);
  silent.close();
});

test("without a database a worker runs on and says that it is unhealthy", async () => {
  const { worker, url } = await start({ POSTGRES_URL: `postgres://me@127.0.0.1:${await findFreePort()}/x` });

  const response = await askUntil(url, "unhealthy");
  worker.kill("SIGTERM");

  expect(response.status).toBe(503);
  expect(await once(worker, "exit")).toEqual([0, null]);
});

test("it answers nothing but health", async () => {
  const { url } = await start({ POSTGRES_URL: database.url });

  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/health`, { method: "POST" })).status).toBe(405);
});

test("a port that is taken is told with the setting to change", async () => {
  const { url } = await start({ POSTGRES_URL: database.url });
  const second = launch({ POSTGRES_URL: database.url, WORKER_PORT: new URL(url).port });
  let said = "";
  second.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));

  expect(await once(second, "close")).toEqual([1, null]);
  expect(said).toContain("Set WORKER_PORT");
});

test("without a port of its own it takes the usual one or any other, so two at once both live", async () => {
  const unset = { POSTGRES_URL: database.url, WORKER_PORT: "" };

  const [first, second] = await Promise.all([start(unset), start(unset)]);

  expect(first.url).not.toBe(second.url);
  expect((await fetch(`${first.url}/health`)).ok || (await fetch(`${second.url}/health`)).ok).toBe(true);
});

test("settings that are missing or wrong are all named, exit 2", async () => {
  const worker = launch({ WORKER_PORT: "many", LOG_LEVEL: "loud" });
  let said = "";
  worker.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));

  expect(await once(worker, "close")).toEqual([2, null]);
  expect(said).toMatch(/POSTGRES_URL[^]*WORKER_PORT[^]*LOG_LEVEL/);
});

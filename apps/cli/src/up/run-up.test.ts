import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { findFreePort, identifyProcess } from "@pulse/kit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { openDatabase } from "../open-database.ts";
import { readCliEnv } from "../env.ts";
import { findRunningUp, type RunningUp } from "./run-file.ts";

const fixture = path.resolve(import.meta.dirname, "../../test/fixtures/run-up.ts");
let home: string;
let port: number;
let started: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "pulse up "));
  port = await findFreePort();
});

afterEach(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  started = [];
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

type Up = {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
};

type Launch = { readonly port?: number; readonly kind?: "demo"; readonly env?: Record<string, string> };

function launch(input: Launch = {}): Up {
  const { POSTGRES_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [fixture, home, String(input.port ?? port), input.kind ?? ""], {
    env: { ...env, ...input.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const ended = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  return { child, said: () => said.join(""), ended };
}

async function start(input: Launch = {}): Promise<Up & { readonly run: RunningUp }> {
  const up = launch(input);
  while (!up.said().includes("ready")) {
    if (up.child.exitCode !== null) throw new Error(up.said());
    await delay(10);
  }
  const run = await findRunningUp(home);
  if (run === null) throw new Error(`no run.json; ${up.said()}`);
  return { ...up, run };
}

async function untilGone(pid: number): Promise<void> {
  while (identifyProcess(pid) !== null) await delay(5);
}

const ctx = () => ({
  home,
  env: readCliEnv({ NODE_ENV: "test" }),
  signal: new AbortController().signal,
  say: () => undefined,
});

test("it runs web, worker, MCP server and database, tells where in run.json, and leaves nothing when stopped", async () => {
  const up = await start();

  expect(await (await fetch(up.run.web.url)).text()).toBe(String(up.run.web.pid));
  expect(await (await fetch(up.run.worker.url)).text()).toBe(String(up.run.worker.pid));
  expect(await (await fetch(up.run.mcp.url)).text()).toBe(String(up.run.mcp.pid));
  expect((await stat(path.join(home, "run.json"))).mode & 0o777).toBe(0o600);

  up.child.kill("SIGINT");

  expect(await up.ended).toBe(0);
  expect(up.said().indexOf("web       drained")).toBeLessThan(up.said().indexOf("database  stopped"));
  expect(await readdir(home)).toEqual(["encryption-keys", "logs", "mcp-signing-key", "postgres", "session-secret"]);
  expect(await readdir(path.join(home, "postgres"))).toEqual(["data"]);
});

test("a demo's GitHub runs beside them and ends with them, and they are told that it is one", async () => {
  const { child, run } = await start({ kind: "demo" });
  const github = run.github ?? { url: "", pid: 0 };

  expect(await (await fetch(github.url)).text()).toBe(String(github.pid));
  expect(await (await fetch(`${run.web.url}/demo`)).text()).toBe("1");

  child.kill("SIGINT");
  await untilGone(github.pid);
});

test("a second one says that one is running and where", async () => {
  const first = await start();
  const second = launch({ port: await findFreePort() });

  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`already runs here (process ${first.child.pid}). Open ${first.run.web.url}`);
});

test("commands share its database, and do not stop it", async () => {
  const up = await start();

  const opened = await openDatabase(ctx(), { label: "test" });
  await opened.close();

  expect(opened.url).toBe(up.run.database.url);
  expect(await (await fetch(up.run.web.url)).text()).toBe(String(up.run.web.pid));
});

test("a web that dies comes back on the same port, and run.json knows", async () => {
  const { run } = await start();

  process.kill(run.web.pid, "SIGKILL");
  let now = run;
  while (now.web.pid === run.web.pid) {
    await delay(10);
    now = (await findRunningUp(home)) ?? now;
  }

  expect(now.web.url).toBe(run.web.url);
  expect(await (await fetch(run.web.url)).text()).toBe(String(now.web.pid));
});

test("a database that dies comes back at the same address", async () => {
  const { run, said } = await start();
  const pid = Number((await readFile(path.join(home, "postgres/data/postmaster.pid"), "utf8")).split("\n")[0]);

  process.kill(pid, "SIGKILL");
  while (!said().includes("PostgreSQL runs again")) await delay(10);
  const opened = await openDatabase(ctx(), { label: "test" });
  await opened.close();

  expect(opened.url).toBe(run.database.url);
});

test("when it is killed its processes end by themselves, and the next start recovers", async () => {
  const { child, run } = await start();

  child.kill("SIGKILL");
  await Promise.all([untilGone(run.web.pid), untilGone(run.worker.pid)]);
  const next = await start();

  expect(next.run.database.url).toBe(run.database.url);
});

test("a run.json of a process whose number was given to another is not believed", async () => {
  const { child, run } = await start();
  child.kill("SIGTERM");
  await once(child, "exit");

  const text = JSON.stringify({ ...run, up: { ...run.up, pid: process.pid } });
  await writeFile(path.join(home, "run.json"), text);

  expect(await findRunningUp(home)).toBeNull();
});

test("a busy port is refused at once, with the flag to use", async () => {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const up = launch();

  const code = await up.ended;
  server.close();

  expect(code).toBe(1);
  expect(up.said()).toMatch(new RegExp(`Port ${port} is used by .*--port`));
});

test("a child that fails at its start stops everything, exit 1", async () => {
  const up = launch({ env: { PULSE_FIXTURE: "fails at start" } });

  expect(await up.ended).toBe(1);
  expect(up.said()).toContain("planted failure");
  expect(up.said()).toContain("database  stopped");
});

test("a command alone has the database for its own time; a second one waits for it", async () => {
  const first = await openDatabase(ctx(), { label: "first" });
  const talk: string[] = [];
  const second = openDatabase({ ...ctx(), say: (text) => talk.push(text) }, { label: "second" });
  while (talk.length === 0) await delay(5);

  await first.close();
  const opened = await second;
  await opened.close();

  expect(talk).toEqual([`The database is in use by process ${process.pid} (first); waiting for it`]);
  expect(opened.url).toBe(first.url);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

import { ensureDefaultWorkspace, ensureKeyFile } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { generateHistory, startReplica, type Replica } from "@pulse/github-replica";
import { identifyProcess } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";
import { removeRunFile, writeRunFile } from "../up/run-file.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const token = "ghp_markerofthecommandline";
let database: TestDatabase;
let github: Replica;
let home: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  home = await mkdtemp(path.join(tmpdir(), "pulse sync "));
  github = await startReplica({ now: "2023-06-01T00:00:00Z" });
  github.addToken({ token, login: "octo", scopes: ["repo", "read:org"] });
  github.loadHistory(
    generateHistory({
      repository: "acme/north",
      seed: 3,
      from: new Date("2023-01-01T00:00:00Z"),
      asOf: new Date("2023-06-01T00:00:00Z"),
      issues: 10,
      pullRequests: 12,
      people: 5,
    }),
  );
});

afterAll(async () => {
  await github.close();
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

function env() {
  return { NODE_ENV: "test" as const, POSTGRES_URL: database.url, PULSE_HOME: home, GITHUB_API_URL: github.apiUrl };
}

async function pulse(...argv: readonly string[]) {
  const ran = await runPulse(argv, env());
  return { ...ran, json: (): Record<string, unknown> => JSON.parse(ran.out) as Record<string, unknown> };
}

/** As a process of its own, whose stdin is what a person pipes in. */
async function pulseWithInput(input: string, ...argv: readonly string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "..", "main.ts"), ...argv], {
    env: { ...env(), PATH: process.env["PATH"] },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input);
  const [out, talk] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, out, talk };
}

test("from a token to numbers: saved, checked, connected, read, listed, removed", async () => {
  const saved = await pulseWithInput(`${token}\n`, "connection", "save", "main", "--token-stdin", "--json");
  const checked = await pulse("connection", "check", "main", "--repo", "acme/north");
  const connected = await pulse("repo", "connect", "acme/north", "--depth", "all", "--json");
  const ran = await pulse("sync", "run", "acme/north", "--json");
  const status = await pulse("sync", "status");
  const listed = await pulse("repo", "list", "--json");
  const connections = await pulse("connection", "list");
  const kept = await pulse("repo", "remove", "acme/north", "--keep-facts");
  const refused = await pulse("sync", "run", "acme/north");
  const removed = await pulse("repo", "remove", "acme/north", "--yes", "--json");

  expect(saved).toMatchObject({ code: 0, talk: "" });
  expect(checked.out).toMatch(/main works, as octo.*\n.*sees acme\/north/);
  expect(connected.json()).toMatchObject({
    repository: "acme/north",
    connection: "main",
    isNew: true,
    readsFrom: null,
  });
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.json()).toMatchObject({ runs: [{ repository: "acme/north", state: "done", trigger: "connected" }] });
  expect(status.out).toMatch(/acme\/north {2}done: \d+ requests/);
  expect(listed.json()).toMatchObject({
    repositories: [
      { fullName: "acme/north", issues: 10, pullRequests: 12, isTracked: true, connection: "main", access: "ok" },
    ],
  });
  expect(connections.out).toMatch(/main +token +octo +active +1 repositories +[\d,]+ of 5,000 requests left/);
  expect(kept.out).toBe(
    "acme/north is read no more. Kept: 10 issues and 12 pull requests, with all that hangs on them\n",
  );
  expect(refused).toMatchObject({ code: 1, talk: expect.stringContaining("Run: ./pulse repo connect acme/north") });
  expect(removed.json()).toMatchObject({ areFactsKept: false, issues: 10, pullRequests: 12 });
  const said = [saved, checked, connected, ran, status, listed, connections].map(({ out, talk }) => out + talk);
  expect(said.join()).not.toContain("marker");
});

test("what a killed command left half done is done by the next one", async () => {
  await pulse("repo", "connect", "acme/north");
  await queryAs(
    database.superUrl,
    `update pulse.sync_runs set state = 'running', worker_id = gen_random_uuid(), started_at = now(), beat_at = now() - interval '59 seconds'`,
  );

  const ran = await pulse("sync", "run", "acme/north", "--json");
  const states = await queryAs(database.superUrl, "select state from pulse.sync_runs");
  await pulse("repo", "remove", "acme/north", "--yes");

  expect(ran).toMatchObject({ code: 0 });
  expect(states).toEqual([{ state: "done" }, { state: "done" }]);
});

test("beside a running ./pulse up its worker reads, and the command shows the bars", async () => {
  const worker = spawn(process.execPath, [path.join(root, "apps/worker/src/main.ts")], {
    env: { ...env(), PATH: process.env["PATH"], WORKER_PORT: "0", PULSE_ENCRYPTION_KEYS: await ensureKeyFile(home) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(worker, "message");
  const up = { pid: process.pid, startMark: identifyProcess(process.pid)?.startMark ?? "", startedAt: "2026-05-01" };
  const nowhere = { url: "http://127.0.0.1:1", pid: 1 };
  const rest = { web: nowhere, worker: nowhere, mcp: nowhere };
  await writeRunFile(home, { up, ...rest, database: { url: database.url, isEmbedded: false } });

  await pulse("repo", "connect", "acme/north", "--depth", "all");
  const ran = await pulse("sync", "run", "acme/north");
  const readers = await queryAs(
    database.superUrl,
    "select distinct run.worker_id = worker.id as by_worker from pulse.sync_runs as run cross join pulse.workers as worker where run.worker_id is not null",
  );
  await removeRunFile(home);
  worker.kill("SIGTERM");
  await once(worker, "exit");
  await pulse("repo", "remove", "acme/north", "--yes");

  expect(ran).toMatchObject({ code: 0 });
  expect(ran.talk).toMatch(/acme\/north {2}done: \d+ requests/);
  expect(ran.talk).toMatch(/pull requests +█{24} +100% +12 of 12/);
  expect(readers).toEqual([{ by_worker: true }]);
});

test("a reading that has to wait for a limit says until when, and is no failure of the command to end", async () => {
  await pulse("repo", "connect", "acme/north");
  await queryAs(
    database.superUrl,
    `update pulse.rate_budgets set paused_until = now() + interval '1 hour', pause_reason = 'secondary limit, 3600 s'`,
  );

  const ran = await pulse("sync", "run", "acme/north");
  await pulse("repo", "remove", "acme/north", "--yes");
  await queryAs(database.superUrl, "delete from pulse.rate_budgets");

  expect(ran.code).toBe(1);
  expect(ran.talk).toMatch(/acme\/north {2}waits until .*GitHub asked the connection "main" to pause/);
});

test("the token lies in no file of the state folder and in no row, and the key file is its owner's", async () => {
  const files = await readdir(home, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => await readFile(path.join(file.parentPath, file.name), "utf8")),
  );
  const rows = await queryAs(database.superUrl, "select c::text, encode(secret, 'escape') from pulse.connections as c");

  expect(files.map((file) => file.name)).toContain("encryption-keys");
  expect(contents.join() + JSON.stringify(rows)).not.toContain("marker");
});

test("a token that GitHub refuses is not saved, and is not repeated", async () => {
  const saved = await pulseWithInput("ghp_wrongmarker", "connection", "save", "other", "--token-stdin");
  const listed = await pulse("connection", "list", "--json");

  expect(saved).toMatchObject({ code: 1, out: "", talk: expect.stringContaining("no longer accepts") });
  expect(saved.talk).not.toContain("wrongmarker");
  expect(listed.out).not.toContain("other");
});

test.each([
  [["connection", "save", "x"], "--token-stdin"],
  [["connection", "save", "x", "--token-stdin", "--app-id", "1"], "--private-key-file"],
  [["repo", "connect", "acme/north", "--depth", "7d"], "depth"],
])("%j is used wrongly: exit 2 and what to give", async (argv, told) => {
  expect(await pulse(...argv)).toMatchObject({ code: 2, talk: expect.stringContaining(told) });
});

test("a key file of an app that cannot be read is named, not quoted", async () => {
  const file = path.join(home, "key.pem");
  await writeFile(file, "-----BEGIN marker");
  const flags = ["--app-id", "1", "--installation-id", "2", "--private-key-file"];

  const unreadable = await pulse("connection", "save", "app", ...flags, file);
  const missing = await pulse("connection", "save", "app", ...flags, path.join(home, "none.pem"));

  expect(unreadable).toMatchObject({ code: 1, talk: expect.stringContaining("cannot be read") });
  expect(unreadable.talk).not.toContain("marker");
  expect(missing).toMatchObject({ code: 1, talk: expect.stringContaining("none.pem") });
});

test("keys are changed without losing a connection", async () => {
  const resealed = await pulse("connection", "reseal", "--json");

  expect(resealed.json()).toMatchObject({ connections: 1, resealed: 0 });
});

test("removing a connection asks first, and without a terminal does nothing", async () => {
  const asked = await pulse("connection", "remove", "main");
  const removed = await pulse("connection", "remove", "main", "--yes", "--json");

  expect(asked).toMatchObject({ code: 1, talk: expect.stringContaining("--yes") });
  expect(removed.json()).toEqual({ name: "main", repositories: [] });
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { identifyProcess } from "@pulse/kit";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { startEmbeddedPostgres, type EmbeddedPostgres } from "./start-embedded-postgres.ts";

let folder: string;
let dataDir: string;
let started: EmbeddedPostgres[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse embedded "));
  dataDir = path.join(folder, "a folder", "data");
});

afterEach(async () => {
  for (const server of started) await server.stop();
  started = [];
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, label: "test", settings: { fsync: "off" } });
  started.push(server);
  return server;
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that runs the server, until it is killed. */
async function startHolder(): Promise<{ readonly holder: ChildProcess; readonly serverPid: number }> {
  const script = path.join(import.meta.dirname, "../../test/fixtures/hold-server.ts");
  const holder = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(holder.stdout, "data");
  return { holder, serverPid: Number(String(line)) };
}

async function untilGone(pid: number): Promise<void> {
  while (identifyProcess(pid) !== null) await delay(10);
}

test("the application's role owns its database, is no superuser, and finds UTF-8, UTC and checksums", async () => {
  const server = await start();

  const rows = await ask(
    server.url,
    `select current_user as role, rolsuper, rolcreaterole, rolcreatedb,
       pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding,
       current_setting('data_checksums') as checksums, current_setting('timezone') as zone
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  );

  expect(rows).toEqual([
    {
      role: "pulse",
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: true,
      owner: "pulse",
      encoding: "UTF8",
      checksums: "on",
      zone: "UTC",
    },
  ]);
});

test("a wrong password is refused, and the right one is nobody else's to read", async () => {
  const server = await start();
  const url = new URL(server.url);
  url.password = "wrong";

  await expect(ask(url.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect((await stat(path.join(server.dataDir, "pulse.json"))).mode & 0o777).toBe(0o600);
});

test("data, password and port survive a stop and a start", async () => {
  const first = await start();
  await ask(first.url, "create table kept as select 42 as answer");
  await first.stop();

  const second = await start();

  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a second start on the same folder names who has it", async () => {
  await start();

  const second = startEmbeddedPostgres({ dataDir });

  await expect(second).rejects.toMatchObject({
    code: "conflict",
    details: { holder: { pid: process.pid, label: "test" } },
  });
});

test("the server stops by itself when its process is killed, and the next start finds everything", async () => {
  const { holder, serverPid } = await startHolder();

  holder.kill("SIGKILL");
  await untilGone(serverPid);

  expect(await ask((await start()).url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("after everything was killed at once the next start recovers", async () => {
  const { holder, serverPid } = await startHolder();

  process.kill(serverPid, "SIGKILL");
  holder.kill("SIGKILL");
  await once(holder, "exit");

  expect(await ask((await start()).url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a pid file whose number now belongs to another program does not keep the server from starting", async () => {
  const server = await start();
  const file = path.join(server.dataDir, "postmaster.pid");
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  const left = await readFile(file, "utf8");
  await writeFile(file, left.replace(/^\d+/, String(process.ppid)));

  expect(await ask((await start()).url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("the data of another major version is refused, and left as it is", async () => {
  const server = await start();
  await server.stop();
  const file = path.join(server.dataDir, "PG_VERSION");
  await writeFile(file, "16\n");

  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/made by PostgreSQL 16/);
  await writeFile(file, "18\n");

  expect(await ask((await start()).url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a server that cannot start tells what its log says, and frees the folder", async () => {
  const failing = startEmbeddedPostgres({ dataDir, settings: { shared_buffers: "nonsense" } });

  await expect(failing).rejects.toThrow(/shared_buffers/);
  expect(await ask((await start()).url, "select 1 as one")).toEqual([{ one: 1 }]);
});

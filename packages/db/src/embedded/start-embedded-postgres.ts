import type { ChildProcess } from "node:child_process";
import { mkdir, open, rename, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";

import { acquireFileLock, AppError, findFreePort, isAppError, retry, type FileLock } from "@pulse/kit";

import { ensureDataFolder, writeNotes, type Notes } from "./data-folder.ts";
import { ownerName } from "./ensure-owner.ts";
import { stopLeftoverServer, stopServer } from "./leftover-server.ts";
import { bundledVersion, findNativeBinaries, type PostgresVersion } from "./native-binaries.ts";
import { guardServer } from "./parent-guard.ts";
import { placeServer, type Placement } from "./placement.ts";
import { startProgram } from "./run-program.ts";
import { serverArguments } from "./server-settings.ts";
import { waitUntilReady, type ServerLog } from "./wait-until-ready.ts";

export type EmbeddedPostgres = {
  /** Of the application's role, which is no superuser, on its database. */
  readonly url: string;
  /** Of the role `postgres` on the database `postgres`, for what only the machine's owner may do. */
  readonly superuserUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data really lies: elsewhere than asked when the server's account cannot enter that folder. */
  readonly dataDir: string;
  /** Resolves when the server has ended, asked to or not. */
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type StartInput = {
  readonly dataDir: string;
  /** Without it, the port of the last start when it is free, else any. */
  readonly port?: number;
  readonly logFile?: string;
  readonly version?: PostgresVersion;
  /** Who starts it, for whoever finds it in use. */
  readonly label?: string;
  /** Server settings of postgresql.conf that replace ours. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * Starts a PostgreSQL server of our own on the loopback interface, making its data folder first if need be, and after a
 * crash recovering it. It stops with us. Throws `conflict` while another process runs a server on the same folder.
 */
export async function startEmbeddedPostgres(input: StartInput): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(input.dataDir);
  const lock = await acquireFileLock(`${dataDir}.lock`, input.label ?? "pulse");
  try {
    return await startLocked({ ...input, dataDir }, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(input: StartInput, lock: FileLock): Promise<EmbeddedPostgres> {
  const version = input.version ?? bundledVersion;
  const placement = await placeServer(input.dataDir, await findNativeBinaries(version));
  const notes = await ensureDataFolder(placement, version);
  await stopLeftoverServer(placement.dataDir);
  const server = await retry(
    { attempts: input.port === undefined ? 5 : 2, baseMs: 200, maxMs: 2_000, isRetryable: isPassing },
    async () => await launchServer({ ...input, placement, notes }),
  );
  const { port, pid } = server;
  if (notes.port !== port) await writeNotes(placement, placement.dataDir, { ...notes, port });
  const dismissGuard = guardServer({ pid, dataDir: placement.dataDir });
  const exited = server.exited.then(async () => {
    dismissGuard();
    await lock.release();
  });
  return {
    url: urlOf({ role: ownerName, password: notes.ownerPassword, database: ownerName, port }),
    superuserUrl: superuserUrlOf(notes, port),
    port,
    pid,
    dataDir: placement.dataDir,
    exited,
    stop: async () => {
      server.hold();
      await stopServer(pid);
      await exited;
    },
  };
}

function isPassing(error: unknown): boolean {
  return isAppError(error) && error.details["isPassing"] === true;
}

type Server = {
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Keeps this process running until the server has ended. */
  readonly hold: () => void;
};

async function launchServer(
  input: StartInput & { readonly placement: Placement; readonly notes: Notes },
): Promise<Server> {
  const { placement, notes } = input;
  const remembered = [notes.port].filter((port) => port !== null);
  const port = input.port ?? (await findFreePort(remembered));
  const args = serverArguments({ dataDir: placement.dataDir, port, overrides: input.settings ?? {} });
  const log = await openLog(input.logFile ?? `${input.dataDir}.log`);
  const commandLine = [placement.binaries.postgres, ...args];
  const child = startProgram({ launch: placement.launch, commandLine, output: log.handle.fd });
  const exited = untilExit(child);
  await log.handle.close();
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new AppError("unavailable", `${placement.binaries.postgres} could not be started`);
  try {
    await waitUntilReady({ superuserUrl: superuserUrlOf(notes, port), notes, exited, log });
  } catch (error) {
    await stopServer(pid);
    throw error;
  }
  return {
    port,
    pid,
    exited,
    hold: () => {
      child.ref();
    },
  };
}

const logLimitBytes = 10_000_000;

async function openLog(file: string): Promise<ServerLog & { readonly handle: FileHandle }> {
  await mkdir(path.dirname(file), { recursive: true });
  const before = await stat(file).catch(() => null);
  if (before !== null && before.size > logLimitBytes) await rename(file, `${file}.1`);
  const handle = await open(file, "a", 0o600);
  return { file, handle, from: (await handle.stat()).size };
}

async function untilExit(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    child.once("error", () => {
      resolve();
    });
    child.once("exit", () => {
      resolve();
    });
  });
}

function superuserUrlOf(notes: Notes, port: number): string {
  return urlOf({ role: "postgres", password: notes.superuserPassword, database: "postgres", port });
}

function urlOf(input: {
  readonly role: string;
  readonly password: string;
  readonly database: string;
  readonly port: number;
}): string {
  return `postgres://${input.role}:${encodeURIComponent(input.password)}@127.0.0.1:${input.port}/${input.database}`;
}

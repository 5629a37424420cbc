import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import { AppError } from "@pulse/kit";
import pg from "pg";

import type { Notes } from "./data-folder.ts";
import { ensureOwner } from "./ensure-owner.ts";

// Recovery after a crash replays at most max_wal_size, which takes seconds; a slow disk gets a minute more.
const readyLimitMs = 120_000;
const logTailLines = 8;

/** The server's log, from where this start began to write. */
export type ServerLog = { readonly file: string; readonly from: number };

// Somebody was quicker to take the port; backends of a killed server are still ending.
const passing = /Address already in use|pre-existing shared memory block/;

/**
 * Returns when the server answers and the application's role and database are there. Throws `unavailable` with the end of its
 * log, and `isPassing` among the details when a second try may do.
 */
export async function waitUntilReady(input: {
  readonly superuserUrl: string;
  readonly notes: Notes;
  readonly exited: Promise<void>;
  readonly log: ServerLog;
}): Promise<void> {
  let hasExited = false;
  void input.exited.then(() => {
    hasExited = true;
  });
  const deadline = performance.now() + readyLimitMs;
  while (!(await tryPrepare(input))) {
    if (hasExited) throw await failedToStart(input.log, "did not start");
    if (performance.now() > deadline) throw await failedToStart(input.log, "is not ready after two minutes");
    await delay(20);
  }
}

async function tryPrepare(input: { readonly superuserUrl: string; readonly notes: Notes }): Promise<boolean> {
  const client = new pg.Client({ connectionString: input.superuserUrl, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    if (isNotYet(error)) return false;
    throw error;
  }
  try {
    await ensureOwner(client, input.notes);
    return true;
  } finally {
    await client.end();
  }
}

// 57P03: the server is starting up or recovering.
function isNotYet(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "57P03" || code === "ECONNREFUSED" || code === "ECONNRESET";
}

async function failedToStart(log: ServerLog, what: string): Promise<AppError> {
  const written = (await readFile(log.file).catch(() => Buffer.alloc(0))).subarray(log.from).toString("utf8");
  const tail = written.trimEnd().split("\n").slice(-logTailLines).join("\n  ");
  return new AppError("unavailable", `The embedded database ${what}. Its log, ${log.file}, ends with:\n  ${tail}`, {
    details: { isPassing: passing.test(written) },
  });
}

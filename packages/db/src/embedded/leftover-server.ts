// A server that outlived the pulse that started it, or the file it left behind.
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { AppError, identifyProcess, isProcessAlive } from "@pulse/kit";

const fastStopMs = 30_000;
const immediateStopMs = 10_000;

/** Leaves the data folder without a running server. The caller holds the folder's lock, so nobody else is using one. */
export async function stopLeftoverServer(dataDir: string): Promise<void> {
  const file = path.join(dataDir, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return;
  const pid = Number(text.split("\n")[0]);
  if (isServerOf(pid, dataDir)) {
    await stopServer(pid);
    return;
  }
  if (identifyProcess(pid) === null) return;
  // The number now belongs to another program, which PostgreSQL would take for a server. It accepts its own parent's
  // number as stale, and still looks at the rest of the file for orphaned backends.
  await writeFile(file, text.replace(/^[^\n]*/, String(process.pid)));
}

/** Ends the server as `pg_ctl stop -m fast` does, and at once when it does not answer. */
export async function stopServer(pid: number): Promise<void> {
  if (await signalAndWait(pid, "SIGINT", fastStopMs)) return;
  if (await signalAndWait(pid, "SIGQUIT", immediateStopMs)) return;
  throw new AppError(
    "unavailable",
    `The database server (process ${pid}) does not stop. End it by hand: kill -9 ${pid}`,
  );
}

async function signalAndWait(pid: number, signal: "SIGINT" | "SIGQUIT", limitMs: number): Promise<boolean> {
  const identity = identifyProcess(pid);
  if (identity === null) return true;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return true;
    throw error;
  }
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (!isProcessAlive(identity)) return true;
    await delay(20);
  }
  return false;
}

function isServerOf(pid: number, dataDir: string): boolean {
  if (identifyProcess(pid) === null) return false;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return words.includes(dataDir) && words.some((word) => path.basename(word) === "postgres");
  } catch {
    // No /proc on this system: the file is all there is to go by.
    return true;
  }
}

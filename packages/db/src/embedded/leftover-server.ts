// A server that outlived the pulse that started it, or the file it left behind.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
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
  if (isServerOf(pid, dataDir)) await stopServer(pid);
  // PostgreSQL does not start while the number in this file is anybody's: another program's by now, or that of a killed
  // server whose end nobody has collected. It accepts its own parent's, and still looks at the rest of the file for
  // orphaned backends.
  const left = await readFile(file, "utf8").catch(() => null);
  if (left !== null) await writeFile(file, left.replace(/^[^\n]*/, String(process.pid)));
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
  const commandLine = commandLineOf(pid);
  return commandLine.includes(dataDir) && commandLine.includes("postgres");
}

function commandLineOf(pid: number): string {
  try {
    if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

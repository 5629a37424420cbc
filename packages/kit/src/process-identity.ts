import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** A process told apart from a later one with the same number: `startMark` is when it began, as the system counts. */
export type ProcessIdentity = { readonly pid: number; readonly startMark: string };

/** Null when no such process runs; one that has ended and only waits to be collected counts as gone. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const startMark = existsSync("/proc/self/stat") ? readProcMark(pid) : askPs(pid);
  return startMark === null ? null : { pid, startMark };
}

export function isProcessAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startMark === identity.startMark;
}

// proc(5): what follows the command's closing bracket starts with field 3 (state); field 22 is the start in ticks since boot.
const startField = 22 - 3;

function readProcMark(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const start = fields[startField];
  if (fields[0] === "Z" || fields[0] === "X" || start === undefined) return null;
  return `${readOrNull("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}/${start}`;
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function askPs(pid: number): string | null {
  try {
    const [state, ...start] = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return state === undefined || state === "" || state.startsWith("Z") ? null : start.join(" ");
  } catch {
    return null;
  }
}

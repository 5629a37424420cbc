// The CLI's one translator from what was thrown to what people read and the exit code.
import { randomBytes } from "node:crypto";
import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";

import { isAppError } from "@pulse/kit";

import { isUsageError } from "./usage-error.ts";

export type Exit = { readonly code: number; readonly message: string; readonly problem: Record<string, unknown> };

const interrupted = 130;

export async function toExit(
  error: unknown,
  ctx: { readonly home: string; readonly signal: AbortSignal },
): Promise<Exit> {
  if (isUsageError(error)) return exit(2, error.message, { code: error.code });
  if (isAppError(error)) return exit(1, error.message, { code: error.code, details: error.details });
  if (ctx.signal.aborted) return exit(interrupted, "Stopped.", { code: "stopped" });
  const reference = randomBytes(4).toString("hex");
  const logFile = path.join(ctx.home, "logs", "cli.log");
  const isKept = await keep(logFile, { reference, error });
  const where = isKept ? `The details are in ${logFile}` : describe(error);
  return exit(1, `Something went wrong that should not (reference ${reference}). ${where}`, {
    code: "internal",
    reference,
  });
}

function exit(code: number, message: string, problem: Record<string, unknown>): Exit {
  return { code, message, problem: { message, ...problem } };
}

async function keep(logFile: string, entry: { readonly reference: string; readonly error: unknown }): Promise<boolean> {
  const line = JSON.stringify({
    time: new Date().toISOString(),
    reference: entry.reference,
    command: process.argv.slice(2),
    error: describe(entry.error),
  });
  try {
    await mkdir(path.dirname(logFile), { recursive: true });
    await appendFile(logFile, `${line}\n`, { mode: 0o600 });
    return true;
  } catch {
    // A state folder that cannot be written must not hide the first error, which is then printed whole.
    return false;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by: ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

// .pulse/run.json: what runs where, for as long as it runs.
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { isProcessAlive, parseJson } from "@pulse/kit";
import { z } from "zod";

const service = z.object({ url: z.string(), pid: z.number() });

const runSchema = z.object({
  up: z.object({ pid: z.number(), startMark: z.string(), startedAt: z.string() }),
  web: service,
  worker: service,
  mcp: service,
  /** The demo's. */
  github: service.optional(),
  database: z.object({ url: z.string(), isEmbedded: z.boolean() }),
});

export type RunningUp = z.output<typeof runSchema>;

/** What the living `up` of this installation wrote; null when none runs, even if a killed one left its file. */
export async function findRunningUp(home: string): Promise<RunningUp | null> {
  const text = await readFile(runFile(home), "utf8").catch(() => null);
  if (text === null) return null;
  const parsed = runSchema.safeParse(parseJson(text));
  return parsed.success && isProcessAlive(parsed.data.up) ? parsed.data : null;
}

/** Readers see the old file or the new one, never half; it holds the database's password, so only its owner reads it. */
export async function writeRunFile(home: string, run: RunningUp): Promise<void> {
  const draft = `${runFile(home)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, runFile(home));
}

export async function removeRunFile(home: string): Promise<void> {
  await rm(runFile(home), { force: true });
}

function runFile(home: string): string {
  return path.join(home, "run.json");
}

import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";

import { z } from "zod";

import { AppError } from "./app-error.ts";
import { identifyProcess, isProcessAlive } from "./process-identity.ts";

export type FileLock = { readonly release: () => Promise<void> };

const holderSchema = z.object({ pid: z.number(), startMark: z.string(), label: z.string(), nonce: z.string() });
export type LockHolder = z.output<typeof holderSchema>;

/**
 * Takes the lock that `file` stands for; a holder that was killed does not keep it. Throws `conflict`, whose details
 * name the `holder`, while a living process has it.
 */
export async function acquireFileLock(file: string, label: string): Promise<FileLock> {
  const self = identifyProcess(process.pid);
  const mine: LockHolder = { pid: process.pid, startMark: self?.startMark ?? "", label, nonce: randomUUID() };
  const draft = `${file}.${mine.nonce}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    while (!(await tryLink(draft, file))) {
      const holder = await readLockHolder(file);
      if (holder !== null && isProcessAlive(holder)) throw heldBy(file, holder);
      await discardStale(file, holder);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return { release: async () => await release(file, mine) };
}

/** Who holds the lock, dead or alive; null when nobody does. */
export async function readLockHolder(file: string): Promise<LockHolder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Absent, or not written by us: nobody that could be waited for.
    return null;
  }
}

function heldBy(file: string, holder: LockHolder): AppError {
  return new AppError("conflict", `${file} is held by process ${holder.pid} (${holder.label})`, {
    details: { holder },
  });
}

// A hard link appears with its content or not at all, and fails when the name is taken.
async function tryLink(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

// Moved aside before it is removed: of several that saw the same dead holder, one must not remove the lock of another that was quicker.
async function discardStale(file: string, seen: LockHolder | null): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  const moved = await readLockHolder(aside);
  if (moved !== null && moved.nonce !== seen?.nonce) await tryLink(aside, file);
  await rm(aside, { force: true });
}

async function release(file: string, mine: LockHolder): Promise<void> {
  const holder = await readLockHolder(file);
  if (holder?.nonce === mine.nonce) await rm(file, { force: true });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { z } from "zod";

import { AppError } from "./app-error.ts";
import { identifyProcess, isProcessAlive } from "./process-identity.ts";

export type FileLock = { readonly release: () => Promise<void> };

const holderSchema = z.object({ pid: z.number(), startMark: z.string(), label: z.string(), nonce: z.string() });
export type LockHolder = z.output<typeof holderSchema>;

const guardWaitMs = 5;

/**
 * Takes the lock that `file` stands for, making its folder if need be; a holder that was killed does not keep it. Throws
 * `conflict`, whose details name the `holder`, while a living process has it, and `forbidden` when the folder cannot be written.
 */
export async function acquireFileLock(file: string, label: string): Promise<FileLock> {
  const self = identifyProcess(process.pid);
  const mine: LockHolder = { pid: process.pid, startMark: self?.startMark ?? "", label, nonce: randomUUID() };
  const draft = `${file}.${mine.nonce}`;
  await writeDraft(draft, mine);
  try {
    while (!(await tryLink(draft, file))) {
      const holder = await readLockHolder(file);
      if (holder !== null && isProcessAlive(holder)) throw heldBy(file, holder);
      await discardStale(file, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return { release: async () => await release(file, mine) };
}

async function writeDraft(draft: string, mine: LockHolder): Promise<void> {
  const folder = path.dirname(draft);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  } catch (error) {
    if (!isCode(error, "EACCES") && !isCode(error, "EPERM") && !isCode(error, "EROFS")) throw error;
    throw new AppError(
      "forbidden",
      `The folder ${folder} cannot be written by this user. Run pulse as the folder's owner, or give it to yourself: sudo chown -R "$(id -un)" "${folder}"`,
      { cause: error },
    );
  }
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

// Only who holds the guard removes a dead holder's lock, and looks again first: of several that saw the same dead holder, none
// may remove the lock of another that was quicker. The guard is held for an instant; only a kill in that instant leaves one behind.
async function discardStale(file: string, draft: string): Promise<void> {
  const guard = `${file}.discarding`;
  if (!(await tryLink(draft, guard))) {
    const discarder = await readLockHolder(guard);
    if (discarder !== null && !isProcessAlive(discarder)) await rm(guard, { force: true });
    else await delay(guardWaitMs);
    return;
  }
  try {
    const holder = await readLockHolder(file);
    if (holder === null || !isProcessAlive(holder)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function release(file: string, mine: LockHolder): Promise<void> {
  const holder = await readLockHolder(file);
  if (holder?.nonce === mine.nonce) await rm(file, { force: true });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { claimRun, doRun, holdRun } from "@pulse/github";

import type { ActionContext } from "../action.ts";
import { requireGitHub } from "../connections/open-client.ts";

const idleMs = 500;

/**
 * Reads, in this process, whatever there is to read of these repositories, one run after the other, until the signal: what was just asked for,
 * and what a killed process left half done. For where no worker runs; one that does may take a run first.
 */
export async function doRequestedRuns(
  ctx: ActionContext,
  input: { readonly repositoryIds: readonly number[]; readonly signal: AbortSignal },
): Promise<void> {
  const { apiUrl, keys, fetch: given } = requireGitHub(ctx);
  const { signal } = input;
  const reading = {
    db: ctx.db,
    clock: ctx.clock,
    logger: ctx.logger,
    workerId: randomUUID(),
    apiUrl,
    keys,
    ...(given === undefined ? {} : { fetch: given }),
  };
  while (!signal.aborted) {
    const run = await claimRun(ctx.db, { workerId: reading.workerId, onlyRepositories: input.repositoryIds });
    if (run === null) {
      await delay(idleMs, undefined, { signal }).catch(() => undefined);
      continue;
    }
    await holdRun({ ...reading, signal }, run, async (held) => {
      await doRun(reading, run, held);
    });
  }
}

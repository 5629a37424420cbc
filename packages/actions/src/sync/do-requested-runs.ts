import { randomUUID } from "node:crypto";

import { claimRun, doRun, holdRun } from "@pulse/github";

import type { ActionContext } from "../action.ts";
import { requireGitHub } from "../connections/open-client.ts";

/**
 * Reads, in this process, what was asked for by `request_sync`, one run after the other; those that a worker takes first are left to it. For
 * where no worker runs.
 */
export async function doRequestedRuns(
  ctx: ActionContext,
  input: { readonly ids: readonly number[]; readonly signal: AbortSignal },
): Promise<void> {
  const { apiUrl, keys, fetch: given } = requireGitHub(ctx);
  const reading = {
    db: ctx.db,
    clock: ctx.clock,
    logger: ctx.logger,
    workerId: randomUUID(),
    apiUrl,
    keys,
    ...(given === undefined ? {} : { fetch: given }),
  };
  for (const onlyId of input.ids) {
    input.signal.throwIfAborted();
    const run = await claimRun(ctx.db, { workerId: reading.workerId, onlyId });
    if (run === null) continue;
    await holdRun({ ...reading, signal: input.signal }, run, async (signal) => {
      await doRun(reading, run, signal);
    });
  }
}

import { setTimeout as delay } from "node:timers/promises";

import { doNextExport } from "@pulse/actions";
import type { Db } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

type ExportsJob = {
  /** Gives what is under way back, for another worker. */
  readonly stop: () => Promise<void>;
};

type Context = { readonly db: Db; readonly clock: Clock; readonly logger: Logger; readonly workerId: string };

// Asking costs one look into an index that holds only what is to be done.
const idleMs = 1000;
const troubleMs = 5000;

/** Writes one export after the other, until it is stopped. Several workers share them; each holds one in memory at most. */
export function startExports(ctx: Context): ExportsJob {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = work(ctx, signal);
  return {
    stop: async () => {
      stopping.abort(new Error("the worker stops"));
      await running;
    },
  };
}

async function work(ctx: Context, signal: AbortSignal): Promise<void> {
  let isInTrouble = false;
  while (!signal.aborted) {
    try {
      const isDone = await doNextExport({ ...ctx, signal });
      isInTrouble = false;
      if (!isDone) await pause(idleMs, signal);
    } catch (error) {
      if (!isInTrouble) ctx.logger.warn({ err: error }, "exports cannot be written; trying on");
      isInTrouble = true;
      await pause(troubleMs, signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

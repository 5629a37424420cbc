import { setTimeout as delay } from "node:timers/promises";

import { doNextDeploy } from "@pulse/actions";

type DeploymentsJob = {
  /** Puts what is under way back, for another worker: the platform goes on by itself meanwhile. */
  readonly stop: () => Promise<void>;
};

type Context = Omit<Parameters<typeof doNextDeploy>[0], "signal">;

// Asking costs one look into an index that holds only what is to be done.
const idleMs = 2000;
const troubleMs = 5000;

/** Does one deployment after the other: those that were asked for at a browser, and those whose process has died. Several workers share them. */
export function startDeployments(ctx: Context): DeploymentsJob {
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
      const isDone = await doNextDeploy({ ...ctx, signal });
      isInTrouble = false;
      if (!isDone) await pause(idleMs, signal);
    } catch (error) {
      if (!isInTrouble) ctx.logger.warn({ err: error }, "deployments cannot be gone on with; trying on");
      isInTrouble = true;
      await pause(troubleMs, signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

import { setTimeout as delay } from "node:timers/promises";

import { startJobs, type Jobs, type RecurringJob } from "@pulse/db";
import type { Telemetry } from "@pulse/actions";
import { doRun, type ReadingContext } from "@pulse/github";

import { recurringJobs } from "./recurring-jobs.ts";
import { startLanes } from "./start-lanes.ts";

export type Work = { readonly stop: () => Promise<void> };

const lanes = 2;
const retryMs = 5000;

/** Starts reading from GitHub and everything that happens by itself; without a database it waits for one. */
export function startWork(
  ctx: ReadingContext & { readonly telemetry: Pick<Telemetry, "timeWork"> },
  input: { readonly url: string; readonly directUrl: string },
): Work {
  const stopping = new AbortController();
  const reading = startLanes(ctx, {
    lanes,
    work: async (run, signal) => await ctx.telemetry.timeWork("sync", () => doRun(ctx, run, signal)),
  });
  const clockwork = untilStarted(stopping.signal, async () => {
    try {
      return await startJobs(ctx, { ...input, jobs: timedJobs(ctx) });
    } catch (error) {
      ctx.logger.warn({ err: error }, "the job queue could not be started; trying on");
      return null;
    }
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([reading.stop(), clockwork.then(async (jobs) => await jobs?.stop())]);
    },
  };
}

function timedJobs(ctx: Parameters<typeof startWork>[0]): readonly RecurringJob[] {
  return recurringJobs(ctx).map((job) => ({
    ...job,
    work: async (signal) => await ctx.telemetry.timeWork(job.name, () => job.work(signal)),
  }));
}

async function untilStarted(signal: AbortSignal, start: () => Promise<Jobs | null>): Promise<Jobs | null> {
  while (!signal.aborted) {
    const started = await start();
    if (started !== null) return started;
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import type { Telemetry } from "@pulse/actions";
import { startJobs, type Jobs, type RecurringJob } from "@pulse/db";
import { doRun, type ReadingContext } from "@pulse/github";
import { traced, withRequestId } from "@pulse/kit";

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
    work: async (run, signal) =>
      await asOne(ctx, { work: "sync", requestId: run.requestId }, () => doRun(ctx, run, signal)),
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
    work: async (signal) => await asOne(ctx, { work: job.name, requestId: null }, () => job.work(signal)),
  }));
}

/** A piece of work is timed, and has the id of who asked for it, or one of its own: its lines in the log and in the database are found by it. */
async function asOne(
  ctx: Parameters<typeof startWork>[0],
  { work, requestId }: { readonly work: string; readonly requestId: string | null },
  run: () => Promise<void>,
): Promise<void> {
  await withRequestId(
    requestId ?? randomUUID(),
    async () => await traced({ name: work, kind: "internal" }, async () => await ctx.telemetry.timeWork(work, run)),
  );
}

async function untilStarted(signal: AbortSignal, start: () => Promise<Jobs | null>): Promise<Jobs | null> {
  while (!signal.aborted) {
    const started = await start();
    if (started !== null) return started;
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

import { setTimeout as delay } from "node:timers/promises";

import type { Db } from "@pulse/db";
import { claimRun, holdRun, type ClaimedRun } from "@pulse/github";
import type { Logger } from "@pulse/kit";

export type Lanes = {
  /** Gives the runs under way back, for other workers, and resolves when all have let go. */
  readonly stop: () => Promise<void>;
};

type LaneContext = { readonly db: Db; readonly logger: Logger; readonly workerId: string; readonly idleMs?: number };

const defaultIdleMs = 1000;
const afterFailureMs = 5000;

/**
 * Takes one queued run after the other in each of `lanes` lanes. A repository is in one lane at most, of all workers. Without a database it
 * waits for one.
 */
export function startLanes(
  ctx: LaneContext,
  input: { readonly lanes: number; readonly work: (run: ClaimedRun, signal: AbortSignal) => Promise<void> },
): Lanes {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isFailing = false;
  const next = async (): Promise<ClaimedRun | null> => {
    try {
      const run = await claimRun(ctx.db, { workerId: ctx.workerId });
      isFailing = false;
      return run;
    } catch (error) {
      if (!isFailing) ctx.logger.warn({ err: error }, "the database gives no work; trying on");
      isFailing = true;
      return null;
    }
  };
  const drive = async (): Promise<void> => {
    while (!signal.aborted) {
      const run = await next();
      if (run === null) {
        await delay(isFailing ? afterFailureMs : (ctx.idleMs ?? defaultIdleMs), undefined, { signal }).catch(
          () => undefined,
        );
        continue;
      }
      await holdRun({ ...ctx, signal }, run, async (held) => await input.work(run, held)).catch((error: unknown) => {
        // The database went away in the middle; the run is anybody's when its beats have been missing for a minute.
        ctx.logger.warn({ err: error, run: run.id }, "the end of a run could not be noted");
      });
    }
  };
  const driven = Promise.all(Array.from({ length: input.lanes }, drive));
  return {
    stop: async () => {
      stopping.abort(new Error("the worker stops"));
      await driven;
    },
  };
}

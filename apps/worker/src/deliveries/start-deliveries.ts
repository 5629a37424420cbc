import type { Telemetry } from "@pulse/actions";
import type { Db } from "@pulse/db";
import { noteFailedAttempt, processDeliveries, queueRefreshes } from "@pulse/github";
import type { Clock, Logger } from "@pulse/kit";

export type DeliveriesJob = {
  /** Resolves when the batch under way is over. */
  readonly stop: () => Promise<void>;
};

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Pick<Telemetry, "countDeliveries">;
};

// Asking costs one look into an index that holds only what is to be done.
const idleMs = 250;
const troubleMs = 2_000;
const batchSize = 20;
const refreshEveryMs = 5_000;

/** Works through GitHub's deliveries as they come, until it is stopped. Several workers share them. */
export function startDeliveries(ctx: Context): DeliveriesJob {
  const stopping = new AbortController();
  const running = work(ctx, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function work(ctx: Context, signal: AbortSignal): Promise<void> {
  const handOver = every(refreshEveryMs, queueRefreshes);
  let isInTrouble = false;
  while (!signal.aborted) {
    try {
      const taken = await takeBatch(ctx);
      await handOver(ctx);
      if (isInTrouble) ctx.logger.info("deliveries are processed again");
      isInTrouble = false;
      if (taken === 0) await pause(idleMs, signal);
    } catch (error) {
      if (!isInTrouble) ctx.logger.warn({ err: error }, "deliveries cannot be processed; trying on");
      isInTrouble = true;
      await pause(troubleMs, signal);
    }
  }
}

/** Something to do now and then, between batches. */
function every(ms: number, chore: (db: Db) => Promise<unknown>): (ctx: Context) => Promise<void> {
  let doneAt = 0;
  return async ({ db, clock }) => {
    const now = clock.now().getTime();
    if (now - doneAt < ms) return;
    doneAt = now;
    await chore(db);
  };
}

/** A batch that fails as a whole is tried one by one; a single one that fails is counted against that one. */
async function takeBatch(ctx: Context): Promise<number> {
  try {
    return counted(ctx, await processDeliveries(ctx, batchSize));
  } catch (error) {
    ctx.logger.warn({ err: error }, "a batch of deliveries failed; taking them one by one");
  }
  try {
    return counted(ctx, await processDeliveries(ctx, 1));
  } catch (error) {
    await noteFailedAttempt(ctx, error);
    ctx.telemetry.countDeliveries("failed", 1);
    return 1;
  }
}

function counted({ telemetry }: Context, count: number): number {
  telemetry.countDeliveries("processed", count);
  return count;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}

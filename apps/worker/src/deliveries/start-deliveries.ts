import type { Telemetry } from "@pulse/actions";
import type { Db } from "@pulse/db";
import { noteFailedAttempt, processDeliveries, queueRefreshes } from "@pulse/github";
import type { Clock, Logger } from "@pulse/kit";

import { takeOneByOne, type Taking } from "../jobs/take-one-by-one.ts";

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Pick<Telemetry, "countDeliveries">;
};

const batchSize = 20;
const refreshEveryMs = 5_000;

/** Works through GitHub's deliveries as they come, until it is stopped. Several workers share them. */
export function startDeliveries(ctx: Context): Taking {
  const handOver = every(refreshEveryMs, queueRefreshes);
  return takeOneByOne({
    logger: ctx.logger,
    trouble: "deliveries cannot be processed",
    recovered: "deliveries are processed again",
    // Asking costs one look into an index that holds only what is to be done.
    idleMs: 250,
    troubleMs: 2_000,
    takeNext: async () => {
      const taken = await takeBatch(ctx);
      await handOver(ctx);
      return taken > 0;
    },
  });
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

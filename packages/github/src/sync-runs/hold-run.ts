import type { Db } from "@pulse/db";
import type { Logger } from "@pulse/kit";

import { beatRun, leaseSeconds, type ClaimedRun } from "./claim-run.ts";
import { outcomeOf, settleRun } from "./settle-run.ts";

/**
 * Does a claimed run: beats while `work` reads, aborts it when the run was taken away, and settles what it came to. Never throws for what
 * `work` throws; a stop by `signal` gives the run back, so that another worker goes on at its last page.
 */
export async function holdRun(
  ctx: {
    readonly db: Db;
    readonly logger: Logger;
    readonly workerId: string;
    readonly signal: AbortSignal;
    readonly beatEveryMs?: number;
  },
  run: ClaimedRun,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const held = { ...run, workerId: ctx.workerId };
  const lost = new AbortController();
  const signal = AbortSignal.any([ctx.signal, lost.signal]);
  const beat = async (): Promise<void> => {
    // A beat that the database did not take says nothing of the run; the next one will.
    const isOurs = await beatRun(ctx.db, held).catch(() => true);
    if (!isOurs) lost.abort(new Error("the run was taken over"));
  };
  const timer = setInterval(() => void beat(), ctx.beatEveryMs ?? (leaseSeconds * 1000) / 4);
  try {
    await work(signal);
    await settleRun(ctx.db, held, { state: "done" });
  } catch (error) {
    if (ctx.signal.aborted) {
      await settleRun(ctx.db, held, { state: "released" });
      return;
    }
    if (lost.signal.aborted) return;
    const outcome = outcomeOf(error);
    const log = { err: error, run: run.id, repository: run.fullName };
    if (outcome.state === "failed") ctx.logger.warn(log, "the reading of a repository failed");
    await settleRun(ctx.db, held, outcome);
  } finally {
    clearInterval(timer);
  }
}

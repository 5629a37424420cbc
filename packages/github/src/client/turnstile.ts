import { setTimeout as delay } from "node:timers/promises";

/** Lets one piece of work through at a time, in order, and the next one not before `gapMs` after the start of the one before. */
export function createTurnstile(gapMs: number): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let mayStartAtMs = 0;
  return async (work) => {
    const mine = last.then(async () => {
      const waitMs = mayStartAtMs - performance.now();
      if (waitMs > 0) await delay(waitMs);
      mayStartAtMs = performance.now() + gapMs;
      return await work();
    });
    last = mine.catch(() => undefined);
    return await mine;
  };
}

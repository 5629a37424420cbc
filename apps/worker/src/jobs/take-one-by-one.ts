import { setTimeout as delay } from "node:timers/promises";

import type { Logger } from "@pulse/kit";

export type Taking = {
  /** Resolves when what is under way is over, or has been given back. */
  readonly stop: () => Promise<void>;
};

type Chore = {
  readonly logger: Logger;
  /** What the log says when it goes wrong, once, and when it goes well again. */
  readonly trouble: string;
  readonly recovered?: string;
  readonly idleMs: number;
  readonly troubleMs: number;
  /** Takes what is due; false where nothing was. */
  readonly takeNext: (signal: AbortSignal) => Promise<boolean>;
};

/** Takes what is due one after the other, until it is stopped. After a failure it is tried on. */
export function takeOneByOne(chore: Chore): Taking {
  const stopping = new AbortController();
  const running = work(chore, stopping.signal);
  return {
    stop: async () => {
      stopping.abort(new Error("the worker stops"));
      await running;
    },
  };
}

async function work(
  { logger, trouble, recovered, idleMs, troubleMs, takeNext }: Chore,
  signal: AbortSignal,
): Promise<void> {
  let isInTrouble = false;
  while (!signal.aborted) {
    try {
      const hasTaken = await takeNext(signal);
      if (isInTrouble && recovered !== undefined) logger.info(recovered);
      isInTrouble = false;
      if (!hasTaken) await pause(idleMs, signal);
    } catch (error) {
      if (!isInTrouble) logger.warn({ err: error }, `${trouble}; trying on`);
      isInTrouble = true;
      await pause(troubleMs, signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

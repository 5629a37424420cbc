import type { Clock, Logger } from "@pulse/kit";

export type Heartbeat = {
  /** The last beat that the database took, null before the first. */
  readonly lastBeatAt: () => Date | null;
  /** Resolves when the beat under way is over. */
  readonly stop: () => Promise<void>;
};

const beatEveryMs = 10_000;

/** Beats at once and then every ten seconds, whatever becomes of each beat; tells once when they begin to fail, and when they go again. */
export function startHeartbeat(
  ctx: { readonly clock: Clock; readonly logger: Logger; readonly everyMs?: number },
  beat: () => Promise<void>,
): Heartbeat {
  let lastBeatAt: Date | null = null;
  let isFailing = false;
  let hasStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const once = async (): Promise<void> => {
    try {
      await beat();
      lastBeatAt = ctx.clock.now();
      if (isFailing) ctx.logger.info("the database answers again");
      isFailing = false;
    } catch (error) {
      if (!isFailing) ctx.logger.warn({ err: error }, "the database does not take the heartbeat; trying on");
      isFailing = true;
    }
    if (!hasStopped) timer = setTimeout(next, ctx.everyMs ?? beatEveryMs);
  };
  const next = (): void => {
    current = once();
  };
  next();
  return {
    lastBeatAt: () => lastBeatAt,
    stop: async () => {
      hasStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}

import { setTimeout as delay } from "node:timers/promises";

type RetryOptions = {
  readonly attempts: number;
  readonly baseMs: number;
  readonly maxMs: number;
  readonly isRetryable: (error: unknown) => boolean;
  /** How long whoever failed asked to be left alone; null where it said nothing. */
  readonly askedMs?: (error: unknown) => number | null;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
};

/**
 * Runs `work` until it succeeds, with exponential back-off and full jitter, or after the time that was asked for; the last error is thrown
 * as it is, and so is one that asks for longer than `maxMs`.
 */
export async function retry<T>(options: RetryOptions, work: (attempt: number) => Promise<T>): Promise<T> {
  const random = options.random ?? Math.random;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.isRetryable(error)) throw error;
      const ceilingMs = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1));
      const askedMs = options.askedMs?.(error) ?? null;
      if (askedMs !== null && askedMs > options.maxMs) throw error;
      await delay(askedMs ?? ceilingMs * random(), undefined, { signal: options.signal });
    }
  }
}

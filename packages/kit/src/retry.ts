import { setTimeout as delay } from "node:timers/promises";

type RetryOptions = {
  readonly attempts: number;
  readonly baseMs: number;
  readonly maxMs: number;
  readonly isRetryable: (error: unknown) => boolean;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
};

/** Runs `work` until it succeeds, with exponential back-off and full jitter; the last error is thrown as it is. */
export async function retry<T>(options: RetryOptions, work: (attempt: number) => Promise<T>): Promise<T> {
  const random = options.random ?? Math.random;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.isRetryable(error)) throw error;
      const ceilingMs = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1));
      await delay(ceilingMs * random(), undefined, { signal: options.signal });
    }
  }
}

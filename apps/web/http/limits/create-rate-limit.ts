import type { Clock } from "@pulse/kit";

/** Null: within the limit. Otherwise the whole seconds after which the next one is. */
export type RateAnswer = number | null;

export type RateLimit = {
  /** Counts one more for `key`; what is refused is not counted. */
  readonly take: (key: string) => RateAnswer;
  /** Whether one more would be within the limit, without counting it. */
  readonly look: (key: string) => RateAnswer;
  /** Refuses `key` for so many seconds: somebody else has counted more. */
  readonly hold: (key: string, seconds: number) => void;
};

type Options = {
  readonly clock: Clock;
  readonly perMinute: number;
  /** Most keys that are remembered. Whoever invents keys by the million must not fill the memory. */
  readonly mostKeys?: number;
};

const minuteMs = 60_000;

/**
 * A minute's amount at once, refilled evenly (GCRA: one instant per key, at which its debt is paid). Kept by this process alone, so several
 * web processes allow several times as much; docs/decisions.md says why that is enough.
 */
export function createRateLimit({ clock, perMinute, mostKeys = 20_000 }: Options): RateLimit {
  const costMs = minuteMs / perMinute;
  const paidAt = new Map<string, number>();

  const look = (key: string): RateAnswer => {
    const now = clock.now().getTime();
    const excess = Math.max(paidAt.get(key) ?? 0, now) + costMs - (now + minuteMs);
    // A part of a microsecond is rounding, not debt.
    return excess <= 0.001 ? null : Math.max(1, Math.ceil(excess / 1000));
  };

  const write = (key: string, paid: number): void => {
    // Written anew at the end: the map's first keys are those that asked longest ago.
    paidAt.delete(key);
    paidAt.set(key, paid);
    if (paidAt.size > mostKeys) forgetOldest(paidAt);
  };

  const take = (key: string): RateAnswer => {
    const answer = look(key);
    if (answer !== null) return answer;
    write(key, Math.max(paidAt.get(key) ?? 0, clock.now().getTime()) + costMs);
    return null;
  };

  const hold = (key: string, seconds: number): void =>
    write(key, clock.now().getTime() + minuteMs - costMs + seconds * 1000);

  return { take, look, hold };
}

function forgetOldest(paidAt: Map<string, number>): void {
  const oldest = paidAt.keys().next();
  if (oldest.done !== true) paidAt.delete(oldest.value);
}

const busyMs = 10 * 60_000;
const shortestMs = 2500;
const longestMs = 30_000;

/** The pause after a step: seconds while somebody is likely to watch, then longer, so that a night makes no more than a month did before. */
export function paceMs(runningMs: number): number {
  if (runningMs < busyMs) return shortestMs;
  return Math.min(longestMs, shortestMs * (runningMs / busyMs));
}

/**
 * How long a session lasts. Disuse ends it after five days: a long weekend does not, a forgotten machine does. Two weeks end it whatever happens,
 * as a stolen cookie is kept in use on purpose. An hour after somebody came in they are asked to come in again before ways in change.
 */
export const sessionLimits = {
  idleSeconds: 5 * 24 * 3600,
  longestSeconds: 14 * 24 * 3600,
  recentSeconds: 3600,
  /** A use is written down when the last one that was is so long ago: most requests write nothing. */
  notedEverySeconds: 3600,
} as const;

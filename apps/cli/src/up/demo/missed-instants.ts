const everyMs = 20 * 60_000;
const longestMs = 120 * 24 * 3_600_000;

/** When something happened while nobody ran the demo: every twenty minutes of working hours (UTC), at most four months back. */
export function missedInstants(from: Date, to: Date): readonly Date[] {
  const begin = Math.max(from.getTime(), to.getTime() - longestMs);
  const count = Math.floor((to.getTime() - begin) / everyMs);
  return Array.from({ length: count }, (_, index) => new Date(begin + (index + 1) * everyMs)).filter(isWorkingTime);
}

function isWorkingTime(at: Date): boolean {
  const weekday = at.getUTCDay();
  const hour = at.getUTCHours();
  return weekday > 0 && weekday < 6 && hour >= 8 && hour < 18;
}

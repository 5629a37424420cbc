import type { Random } from "./random.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Moves an instant to when people work: weekdays, 8 to 18 o'clock UTC, with a few late evenings and weekends.
 * Never earlier than the instant given.
 */
export function toWorkingTime(random: Random, instant: Date): Date {
  let at = instant.getTime();
  const weekday = new Date(at).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  if (isWeekend && !random.chance(0.12)) at = startOfDay(at) + (weekday === 6 ? 2 : 1) * dayMs + morningMs(random);
  const hour = new Date(at).getUTCHours();
  if (hour >= 8 && hour < 18) return wholeSeconds(at);
  if (random.chance(0.1)) return wholeSeconds(at);
  if (hour < 8) return wholeSeconds(startOfDay(at) + morningMs(random));
  return toWorkingTime(random, new Date(startOfDay(at) + dayMs + morningMs(random)));
}

function morningMs(random: Random): number {
  return 8 * hourMs + random.uniform() * 3 * hourMs;
}

function startOfDay(at: number): number {
  return Math.floor(at / dayMs) * dayMs;
}

// GitHub's instants have whole seconds.
function wholeSeconds(at: number): Date {
  return new Date(Math.ceil(at / 1000) * 1000);
}

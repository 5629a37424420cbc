const minute = 60;
const hour = 3_600;
const day = 86_400;

// Steps that read well on an axis of time.
const steps = [
  1,
  5,
  15,
  30,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  5 * day,
  10 * day,
  20 * day,
  30 * day,
  60 * day,
  100 * day,
  200 * day,
  365 * day,
  730 * day,
] as const;

const logTicks = [1, 10, minute, 10 * minute, hour, 6 * hour, day, 7 * day, 30 * day, 180 * day, 730 * day] as const;

const mostTicks = 5;

/** Zero to just above `largest`, in steps of whole units. */
export function durationAxis(largest: number): { readonly max: number; readonly interval: number } {
  const interval = steps.find((step) => largest / step <= mostTicks) ?? Math.ceil(largest / mostTicks);
  return { interval, max: Math.max(interval, Math.ceil(largest / interval) * interval) };
}

/** Round instants of a logarithmic axis between two durations, the next one outside each end included. */
export function logDurationTicks(smallest: number, largest: number): readonly number[] {
  const first = Math.max(
    0,
    logTicks.findLastIndex((tick) => tick <= smallest),
  );
  const last = logTicks.findIndex((tick) => tick >= largest);
  return logTicks.slice(first, last === -1 ? logTicks.length : last + 1);
}

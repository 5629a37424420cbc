import { expect, test } from "vitest";

import { createRateLimit, type RateLimit } from "./create-rate-limit.ts";

function limitAt(start: number, options: { readonly perMinute: number; readonly mostKeys?: number }) {
  const time = { ms: start };
  const limit = createRateLimit({ clock: { now: () => new Date(time.ms) }, ...options });
  return { limit, wait: (ms: number) => void (time.ms += ms) };
}

const takeTimes = (limit: RateLimit, key: string, times: number) =>
  Array.from({ length: times }, () => limit.take(key)).filter((answer) => answer === null).length;

test("a minute's amount may come at once, and not one more", () => {
  const { limit } = limitAt(1_000_000, { perMinute: 30 });

  expect(takeTimes(limit, "a", 40)).toBe(30);
  expect(takeTimes(limit, "b", 1)).toBe(1);
});

test("whoever waits as long as they were told is let in", () => {
  const { limit, wait } = limitAt(1_000_000, { perMinute: 30 });
  takeTimes(limit, "a", 30);
  const seconds = limit.take("a") ?? 0;

  wait(seconds * 1000);

  expect(seconds).toBe(2);
  expect(limit.take("a")).toBeNull();
});

test("in the long run nobody gets more than the rate, however they spread it", () => {
  const { limit, wait } = limitAt(1_000_000, { perMinute: 60 });
  let taken = 0;

  for (let second = 0; second < 600; second++) {
    taken += takeTimes(limit, "a", 7);
    wait(1000);
  }

  expect(taken).toBe(60 + 599);
});

test("looking costs nothing, and being refused makes nobody wait longer", () => {
  const { limit } = limitAt(1_000_000, { perMinute: 1 });

  expect([limit.look("a"), limit.look("a"), limit.take("a")]).toEqual([null, null, null]);
  expect([limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([60, 60, 60]);
});

test("of more keys than may be remembered the one that asked longest ago is forgotten", () => {
  const { limit } = limitAt(1_000_000, { perMinute: 1, mostKeys: 2 });
  for (const key of ["a", "b", "c"]) limit.take(key);

  expect([limit.look("a"), limit.look("b"), limit.look("c")]).toEqual([null, 60, 60]);
});

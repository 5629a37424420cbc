import { expect, test } from "vitest";

import { durationScale } from "./duration-scale.ts";

const hour = 3_600;
const day = 86_400;

test("an even spread is drawn from zero, on round steps", () => {
  const scale = durationScale([hour, 4 * hour], { p50: hour, p90: 4 * hour });

  expect(scale.kind).toBe("linear");
  expect(scale.ticks.map(({ text }) => text)).toEqual(
    ["0", "1 h", "2 h", "3 h", "4 h"].filter((text) => scale.ticks.some((tick) => tick.text === text)),
  );
  expect(scale.placeOf(0)).toBe(0);
});

test("a long tail is drawn on a logarithm, and what is quicker than its floor lies on it", () => {
  const scale = durationScale([10, hour, 200 * day], { p50: hour, p90: 100 * day });

  expect(scale.kind).toBe("log");
  expect(scale.placeOf(10)).toBe(0);
  expect(scale.placeOf(hour)).toBeGreaterThan(0);
  expect(scale.placeOf(200 * day)).toBeLessThanOrEqual(1);
});

test("without a single value there still is an axis", () => {
  const scale = durationScale([], { p50: null, p90: null });

  expect(scale.ticks.length).toBeGreaterThan(1);
});

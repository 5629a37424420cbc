import { expect, test } from "vitest";

import { placeOn, toHistogram } from "./histogram.ts";

const hour = 3_600;

test("every value lies in one bar", () => {
  const seconds = Array.from({ length: 200 }, (_, index) => index * 997);

  for (const percentiles of [
    { p50: hour, p90: 2 * hour },
    { p50: 60, p90: 30 * hour },
  ]) {
    const { bins } = toHistogram(seconds, percentiles);
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(seconds.length);
  }
});

test("a long tail makes the scale logarithmic", () => {
  expect(toHistogram([60, 90_000], { p50: hour, p90: 20 * hour }).scale).toBe("linear");
  expect(toHistogram([60, 90_000], { p50: hour, p90: 20 * hour + 1 }).scale).toBe("log");
});

test("bars are as wide as the scale says", () => {
  const histogram = toHistogram([0, 10, 5_000, 900_000], { p50: 10, p90: 900_000 });
  const [, second] = histogram.bins;

  expect(placeOn(histogram, second?.to ?? 0)).toBeCloseTo(2 / histogram.bins.length);
  expect(placeOn(histogram, 0)).toBe(0);
});

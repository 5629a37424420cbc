import { expect, test } from "vitest";

import { formatDuration, formatShortDuration } from "./format-duration.ts";

test.each([
  [0, "0 s"],
  [0.4, "0 s"],
  [45, "45 s"],
  [60, "1 min"],
  [61, "1 min 1 s"],
  [3_599.7, "1 h"],
  [11_400, "3 h 10 min"],
  [86_399, "1 d"],
  [187_200, "2 d 4 h"],
  [99 * 86_400 + 3_600, "99 d 1 h"],
  [120.4 * 86_400, "120 d"],
  [-90, "−1 min 30 s"],
])("%d s reads %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("an axis has one unit", () => {
  expect([1_800, 43_200, 86_400, 129_600].map(formatShortDuration)).toEqual(["30 min", "12 h", "1 d", "1.5 d"]);
});

import { expect, test } from "vitest";

import { durationAxis, logDurationTicks } from "./duration-axis.ts";

const day = 86_400;

test.each([
  [50, { interval: 15, max: 60 }],
  [7_000, { interval: 1_800, max: 7_200 }],
  [34 * day, { interval: 10 * day, max: 40 * day }],
  [0, { interval: 1, max: 1 }],
])("up to %d s the axis is %o", (largest, axis) => {
  expect(durationAxis(largest)).toEqual(axis);
});

test("a logarithmic axis has a round tick on each side", () => {
  expect(logDurationTicks(120, 2 * day)).toEqual([60, 600, 3_600, 21_600, day, 7 * day]);
});

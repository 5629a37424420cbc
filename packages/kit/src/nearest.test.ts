import { expect, test } from "vitest";

import { nearest } from "./nearest.ts";

const names = ["up", "doctor", "db migrate", "import archive", "metric show"];

test.each([
  ["doctr", "doctor"],
  ["metric shwo", "metric show"],
  ["import arch", "import archive"],
  ["pu", null],
  ["completely else", null],
])("%s suggests %s", (typed, expected) => {
  expect(nearest(typed, names)).toBe(expected);
});

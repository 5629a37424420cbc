import { expect, test } from "vitest";

import { formatAge } from "./format-age.ts";

test.each([
  [-5_000, "just now"],
  [59_999, "just now"],
  [60_000, "1 min ago"],
  [3_599_999, "59 min ago"],
  [3_600_000, "1 h ago"],
  [86_399_999, "23 h ago"],
  [86_400_000 * 40, "40 d ago"],
])("%d ms is %s", (ageMs, text) => {
  expect(formatAge(ageMs)).toBe(text);
});

import { expect, test } from "vitest";

import { describeSample } from "./describe-sample.ts";

test("a list that was read in part says how much of it", () => {
  expect(describeSample({ items: [1, 2], total: 34_210 })).toBe("the newest 2 of 34,210");
});

test("a whole list says nothing", () => {
  expect(describeSample({ items: [1, 2], total: 2 })).toBeNull();
});

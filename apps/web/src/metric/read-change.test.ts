import { expect, test } from "vitest";

import { readChange } from "./read-change.ts";

test("shorter is good where a metric should go down", () => {
  expect(readChange({ now: 88, before: 100, unit: "seconds", direction: "down" })).toEqual({
    text: "12 %",
    word: "shorter",
    way: "down",
    meaning: "good",
  });
});

test("more is neither good nor bad where a metric has no direction", () => {
  expect(readChange({ now: 110, before: 100, unit: "count", direction: "neutral" })).toMatchObject({
    text: "10 %",
    word: "more",
    meaning: "neutral",
  });
});

test("a ratio changes by points", () => {
  expect(readChange({ now: 0.6, before: 0.65, unit: "ratio", direction: "up" })).toMatchObject({
    text: "5 pts",
    word: "lower",
    meaning: "bad",
  });
});

test("what rounds to nothing is the same as before", () => {
  expect(readChange({ now: 1_000_001, before: 1_000_000, unit: "seconds", direction: "down" })).toMatchObject({
    way: "level",
    meaning: "neutral",
  });
});

test.each([
  { now: null, before: 5 },
  { now: 5, before: null },
  { now: 5, before: 0 },
])("nothing is compared with nothing: %o", ({ now, before }) => {
  expect(readChange({ now, before, unit: "count", direction: "up" })).toBeNull();
});

import { expect, test } from "vitest";

import { placeIn } from "./place-in.ts";

const buckets = [
  { from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z" },
  { from: "2026-03-02T00:00:00Z", to: "2026-03-09T00:00:00Z" },
];

test.each([
  ["2026-03-01T00:00:00Z", 0],
  ["2026-03-01T12:00:00Z", 0.25],
  ["2026-03-02T00:00:00Z", 0.5],
  ["2026-03-05T12:00:00Z", 0.75],
  ["2026-03-09T00:00:00Z", null],
  ["2026-02-28T00:00:00Z", null],
])("%s lies where its bucket is drawn", (instant, place) => {
  expect(placeIn(buckets, instant)).toBe(place);
});

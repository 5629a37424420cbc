import { expect, test } from "vitest";

import { readByteRange } from "./byte-range.ts";

test.each([
  [undefined, null],
  ["bytes=0-", { start: 0, end: 100 }],
  ["bytes=0-0", { start: 0, end: 1 }],
  ["bytes=40-49", { start: 40, end: 50 }],
  ["bytes=99-", { start: 99, end: 100 }],
  ["bytes=50-1000", { start: 50, end: 100 }],
  ["bytes=-1", { start: 99, end: 100 }],
  ["bytes=-1000", { start: 0, end: 100 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=9-1", null],
  ["bytes=-", null],
  ["bytes=0-1,5-6", null],
  ["lines=0-1", null],
  ["bytes=0x1-", null],
] as const)("of a hundred bytes %s is %j", (header, range) => {
  expect(readByteRange(header, 100)).toEqual(range);
});

test("of a file of nothing there is no stretch", () => {
  expect(readByteRange("bytes=0-", 0)).toBe("unsatisfiable");
});

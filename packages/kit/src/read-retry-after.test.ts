import { describe, expect, it } from "vitest";

import { readRetryAfter } from "./read-retry-after.ts";

const now = new Date("2026-05-04T12:00:00Z");

describe("readRetryAfter", () => {
  it.each([
    ["30", 30_000],
    [" 0 ", 0],
    ["Mon, 04 May 2026 12:01:00 GMT", 60_000],
    ["Mon, 04 May 2026 11:00:00 GMT", 0],
    ["soon", null],
    ["-5x", null],
    ["", null],
    [undefined, null],
  ])("reads %j as %j ms", (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });
});

import { describe, expect, it } from "vitest";

import { formatChange, formatValue } from "./format-value.ts";

describe("a number for people", () => {
  it.each([
    [0, "0 s"],
    [0.4, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [90, "1 min 30 s"],
    [3599.7, "1 h"],
    [3600, "1 h"],
    [86_399, "1 d"],
    [187_200, "2 d 4 h"],
    [5_471_432.2, "63 d 8 h"],
  ])("has the two largest units that fit: %d seconds", (seconds, text) => {
    expect(formatValue(seconds, "seconds")).toBe(text);
  });

  it("is a share in percent, an amount with its thousands, and a dash when there is none", () => {
    expect(formatValue(0.915_492, "ratio")).toBe("91.55 %");
    expect(formatValue(0.25, "count", "ratio")).toBe("25 %");
    expect(formatValue(12_345, "count")).toBe("12,345");
    expect(formatValue(1.784_6, "count", "mean")).toBe("1.78");
    expect(formatValue(null, "seconds")).toBe("–");
  });
});

describe("a change against the window before", () => {
  it.each([
    [30, 20, "+50 %"],
    [20, 30, "−33.3 %"],
    [20, 20, "no change"],
    [20, 0, ""],
    [20, null, ""],
    [null, 20, ""],
  ])("from %j, before %j", (value, before, text) => {
    expect(formatChange(value, before)).toBe(text);
  });
});

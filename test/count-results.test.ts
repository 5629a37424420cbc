import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { addCounts, countPlaywright, countSteps, countVitest, describeCounts } from "./count-results.ts";

const folder = mkdtempSync(path.join(tmpdir(), "pulse counts "));
const report = path.join(folder, "report.json");
const missing = path.join(folder, "missing.json");
const ended = (isOk: boolean) => ({ name: "step", isOk, seconds: 1, output: "" });
const write = (value: unknown) => writeFileSync(report, JSON.stringify(value));
const vitest = (passed: number, failed: number, total: number) =>
  write({ numTotalTests: total, numPassedTests: passed, numFailedTests: failed });
const playwright = (stats: object) => write({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } });

afterAll(() => rmSync(folder, { recursive: true }));

describe("counting a run", () => {
  it("counts steps, tests and what was skipped", () => {
    vitest(5, 1, 8);

    expect(countSteps([ended(true), ended(false)])).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(countVitest(ended(false), report)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it("counts a runner that left no report as one failure", () => {
    expect(countVitest(ended(true), missing)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countPlaywright(ended(true), missing)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("counts a report cut short as one failure", () => {
    writeFileSync(report, '{"numTotalTests": 5, "numPa');

    expect(countVitest(ended(true), report).failed).toBe(1);
  });

  it("counts a runner that exits badly with no failing test as one failure", () => {
    vitest(5, 0, 5);

    expect(countVitest(ended(false), report)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it("counts a run of no tests, or of skipped ones alone, as one failure", () => {
    vitest(0, 0, 0);
    expect(countVitest(ended(true), report).failed).toBe(1);

    playwright({ skipped: 3 });
    expect(countPlaywright(ended(true), report)).toEqual({ passed: 0, failed: 1, skipped: 3 });
  });

  it("counts a flaky browser test as failed", () => {
    playwright({ expected: 4, flaky: 1 });

    expect(countPlaywright(ended(true), report)).toEqual({ passed: 4, failed: 1, skipped: 0 });
  });

  it("ends with the one line that CI reads", () => {
    const counts = addCounts([
      { passed: 5, failed: 0, skipped: 0 },
      { passed: 7, failed: 0, skipped: 0 },
    ]);

    expect(describeCounts(counts)).toBe("12 passed, 0 failed");
    expect(describeCounts({ ...counts, skipped: 2 })).toBe("12 passed, 0 failed, 2 skipped");
  });
});

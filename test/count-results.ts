import { existsSync, readFileSync } from "node:fs";

import { z } from "zod";

import type { StepResult } from "./run-step.ts";

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const vitestReport = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

export function countSteps(results: readonly StepResult[]): Counts {
  const passed = results.filter(({ isOk }) => isOk).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

export function countVitest(result: StepResult, reportFile: string): Counts {
  const report = readReport(vitestReport, reportFile);
  if (report === null) return crashed;
  const { numPassedTests: passed, numFailedTests: failed, numTotalTests: total } = report;
  // A file that does not load has no tests of its own to fail; the exit code below speaks for it.
  return withExit(result, { passed, failed, skipped: total - passed - failed });
}

/** A flaky test is broken: it counts as failed. */
export function countPlaywright(result: StepResult, reportFile: string): Counts {
  const report = readReport(playwrightReport, reportFile);
  if (report === null) return crashed;
  const { expected: passed, unexpected, flaky, skipped } = report.stats;
  return withExit(result, { passed, failed: unexpected + flaky, skipped });
}

export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}

/** The last line of a run; its form is read by CI. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const crashed: Counts = { passed: 0, failed: 1, skipped: 0 };

/** A runner that failed without a failing test, or that ran nothing at all, is one failure. */
function withExit(result: StepResult, counts: Counts): Counts {
  const ranNothing = counts.passed + counts.failed === 0;
  return counts.failed === 0 && (!result.isOk || ranNothing) ? { ...counts, failed: 1 } : counts;
}

function readReport<Shape extends z.ZodObject>(shape: Shape, file: string): z.output<Shape> | null {
  if (!existsSync(file)) return null;
  try {
    const parsed = shape.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    // A report cut short by a crash of its runner is no report.
    return null;
  }
}

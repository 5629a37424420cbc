import { expect, test } from "vitest";

import { sumOutcomes } from "./sum-outcomes.ts";

test("a run that timed out or never started failed, and one that was cancelled did not", () => {
  const ended = { success: 8, failure: 3, timed_out: 2, startup_failure: 1, cancelled: 4, skipped: 5, unfinished: 6 };

  expect(sumOutcomes(ended)).toEqual({ succeeded: 8, failed: 6, other: 9, unfinished: 6 });
});

test("where nothing is told nothing happened", () => {
  expect(sumOutcomes(null)).toEqual({ succeeded: 0, failed: 0, other: 0, unfinished: 0 });
});

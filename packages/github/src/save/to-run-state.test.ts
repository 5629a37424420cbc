import { expect, test } from "vitest";

import { toRunState } from "./to-run-state.ts";

test.each([
  ["completed", "success", "completed", "success"],
  ["COMPLETED", "TIMED_OUT", "completed", "timed_out"],
  ["SUCCESS", "success", "completed", "success"],
  ["startup_failure", null, "completed", "startup_failure"],
  ["STALE", "", "completed", "stale"],
  ["completed", null, "completed", "unknown"],
  ["IN_PROGRESS", "", "in_progress", null],
  ["queued", "success", "queued", null],
  ["requested", null, "requested", null],
  [null, null, "queued", null],
  [null, "failure", "completed", "failure"],
])("%j with the conclusion %j is %s, %s", (status, conclusion, expectedStatus, expectedConclusion) => {
  expect(toRunState({ status, conclusion })).toEqual({ status: expectedStatus, conclusion: expectedConclusion });
});

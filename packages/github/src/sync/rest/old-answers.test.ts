/** Raw answers of 2021 and 2022, half of them made up to hold every status, as Apache DevLake keeps them for its tests. */
import { describe, expect, test } from "vitest";

import { readRawAnswers } from "../../../test/raw-answers.ts";
import { hasRealData } from "../../../test/real-archives.ts";
import { toRunState } from "../../save/to-run-state.ts";
import { jobShape, toJobRow } from "./job-shape.ts";
import { runShape, toRunRow } from "./run-shape.ts";

describe.skipIf(!hasRealData)("DevLake's raw tables", () => {
  test("every run is understood, whatever letters its state is written in", () => {
    const rows = readRawAnswers("github_raw_tables/_raw_github_api_runs.csv").map((row) =>
      toRunRow(runShape.parse(row), () => 1),
    );
    const states = rows.map(toRunState);

    expect(rows).toHaveLength(35);
    expect(count(states.map(({ status }) => status))).toEqual({
      completed: 28,
      in_progress: 3,
      queued: 1,
      waiting: 1,
      pending: 1,
      requested: 1,
    });
    expect(count(states.flatMap(({ conclusion }) => conclusion ?? []))).toEqual({
      success: 18,
      failure: 3,
      cancelled: 1,
      timed_out: 1,
      startup_failure: 1,
      neutral: 1,
      skipped: 1,
      stale: 1,
      action_required: 1,
    });
    expect(rows.filter((row) => row.attempt > 1)).toHaveLength(21);
  });

  test("every job is understood, although none tells when it was created", () => {
    const rows = readRawAnswers("github_raw_tables/_raw_github_api_jobs.csv").map((row) =>
      toJobRow(jobShape.parse(row)),
    );

    expect(rows).toHaveLength(35);
    expect(rows.every((row) => row.createdAt === null && row.runnerLabels.length === 0)).toBe(true);
    expect(rows.map(toRunState).filter(({ conclusion }) => conclusion !== null)).toHaveLength(28);
  });
});

function count(values: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
}

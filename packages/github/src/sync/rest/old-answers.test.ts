/** Raw answers of 2021 and 2022, half of them made up to hold every status, as Apache DevLake keeps them for its tests. */
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { hasRealData, realData } from "../../../test/real-archives.ts";
import { toRunState } from "../../save/to-run-state.ts";
import { jobShape, toJobRow } from "./job-shape.ts";
import { runShape, toRunRow } from "./run-shape.ts";

describe.skipIf(!hasRealData)("DevLake's raw tables", () => {
  test("every run is understood, whatever letters its state is written in", () => {
    const rows = readRaw("_raw_github_api_runs.csv").map((row) => toRunRow(runShape.parse(row), () => 1));
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
    const rows = readRaw("_raw_github_api_jobs.csv").map((row) => toJobRow(jobShape.parse(row)));

    expect(rows).toHaveLength(35);
    expect(rows.every((row) => row.createdAt === null && row.runnerLabels.length === 0)).toBe(true);
    expect(rows.map(toRunState).filter(({ conclusion }) => conclusion !== null)).toHaveLength(28);
  });
});

function count(values: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
}

/** The column `data` of a raw table: one answer in JSON, its quotes doubled. */
function readRaw(name: string): readonly unknown[] {
  const text = readFileSync(path.join(realData, "devlake/github_raw_tables", name), "utf8");
  const fields = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\n]*))/gmu)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return fields
    .map((field) => field.replaceAll('""', '"'))
    .filter((field) => field.startsWith('{"id"'))
    .map((field): unknown => JSON.parse(field));
}

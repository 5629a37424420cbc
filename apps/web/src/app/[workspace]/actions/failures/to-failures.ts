import type { Row } from "../../../../items/read-rows.ts";

type Failure = {
  readonly name: string;
  readonly n: number;
  readonly lastAt: string;
  /** The job in which it failed last, by GitHub's ids. */
  readonly lastRunId: string;
  readonly lastJobId: string;
};

/** A job that failed, and the steps in it that did. */
export type FailedJob = Failure & {
  readonly key: string;
  readonly repository: string;
  readonly workflow: string;
  readonly steps: readonly Failure[];
};

/** The rows of `ci.top_failing` as jobs with their steps, most failures first. */
export function toFailures(rows: readonly Row[]): readonly FailedJob[] {
  const steps = new Map<string, Failure[]>();
  for (const row of rows) {
    if (row["kind"] !== "step") continue;
    const key = keyOf(row);
    steps.set(key, [...(steps.get(key) ?? []), toFailure(row, "step")]);
  }
  return rows
    .filter((row) => row["kind"] === "job")
    .map((row) => ({
      ...toFailure(row, "job"),
      key: keyOf(row),
      repository: textOf(row["repository"]),
      workflow: textOf(row["workflow"]),
      steps: steps.get(keyOf(row)) ?? [],
    }))
    .toSorted((left, right) => right.n - left.n);
}

function keyOf(row: Row): string {
  return JSON.stringify([row["repository"], row["workflow"], row["job"]]);
}

function toFailure(row: Row, name: "job" | "step"): Failure {
  return {
    name: textOf(row[name]),
    n: typeof row["n"] === "number" ? row["n"] : 0,
    lastAt: textOf(row["last_failed_at"]),
    lastRunId: textOf(row["last_run_id"]),
    lastJobId: textOf(row["last_job_id"]),
  };
}

function textOf(value: Row[string] | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

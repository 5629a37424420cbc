import { expect, test } from "vitest";

import { toFailures } from "./to-failures.ts";

const row = (told: Readonly<Record<string, string | number | null>>) => ({
  repository: "acme/site",
  workflow: "CI",
  job: "test",
  step: null,
  n: 1,
  last_failed_at: "2026-03-02T10:00:00Z",
  last_run_id: "11",
  last_job_id: "22",
  ...told,
});

test("steps stand under the job of their workflow, and the job that failed most comes first", () => {
  const rows = [
    row({ kind: "job", job: "lint", n: 2 }),
    row({ kind: "job", n: 5 }),
    row({ kind: "job", n: 1, workflow: "Nightly" }),
    row({ kind: "step", step: "Run test", n: 4 }),
    row({ kind: "step", step: "Run test", n: 1, workflow: "Nightly" }),
  ];

  const found = toFailures(rows);

  expect(
    found.map(({ workflow, name, n, steps }) => [workflow, name, n, steps.map((step) => [step.name, step.n])]),
  ).toEqual([
    ["CI", "test", 5, [["Run test", 4]]],
    ["CI", "lint", 2, []],
    ["Nightly", "test", 1, [["Run test", 1]]],
  ]);
});

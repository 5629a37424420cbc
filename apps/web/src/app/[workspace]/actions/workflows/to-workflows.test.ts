import { expect, test } from "vitest";

import { sortWorkflows, type WorkflowRow } from "./to-workflows.ts";
import { readWorkflowSort, writeWorkflowSort } from "./workflow-sort.ts";

const row = (name: string, flaky: number | null): WorkflowRow => ({
  name,
  runs: 9,
  success: 1,
  judged: 9,
  p50: 60,
  p95: 90,
  flaky,
  flakyPairs: 1,
  pairs: 9,
  reruns: 0,
  main: [],
});

test.each([
  ["-flaky", ["release", "Nightly", "CI", "Docs"]],
  ["flaky", ["CI", "Nightly", "release", "Docs"]],
  ["name", ["CI", "Docs", "Nightly", "release"]],
  [undefined, ["CI", "Docs", "Nightly", "release"]],
  ["-loudest", ["CI", "Docs", "Nightly", "release"]],
])("sorted by %s, what has no number comes last and equals stand by name", (text, names) => {
  const rows = [row("release", 0.3), row("CI", 0.1), row("Docs", null), row("Nightly", 0.2)];

  expect(sortWorkflows(rows, readWorkflowSort(text)).map(({ name }) => name)).toEqual(names);
});

test("the usual order stands in no address", () => {
  expect(writeWorkflowSort(readWorkflowSort("name"))).toBeNull();
  expect(writeWorkflowSort(readWorkflowSort("-p95"))).toBe("-p95");
});

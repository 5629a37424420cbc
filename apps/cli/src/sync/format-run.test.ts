import type { SyncRun } from "@pulse/actions";
import { expect, test } from "vitest";

import { formatRun } from "./format-run.ts";

const run: SyncRun = {
  id: 1,
  repository: "acme/site",
  trigger: "manual",
  state: "running",
  phase: "recent",
  counts: {},
  requests: 12,
  notModified: 3,
  points: 40,
  createdAt: new Date("2026-05-01T10:00:00Z"),
  startedAt: null,
  finishedAt: null,
  estimatedEndAt: null,
  resumeAt: null,
  errorCode: null,
  errorDetail: null,
};

test.each<[string, Partial<SyncRun>, string]>([
  ["queued", { state: "queued" }, "queued"],
  ["running", {}, "reading recent"],
  [
    "running with an estimate",
    { estimatedEndAt: new Date("2026-05-01T10:12:00Z") },
    "reading recent, done about 10:12 UTC",
  ],
  [
    "waiting for a limit",
    { state: "waiting", resumeAt: new Date("2026-05-01T11:00:00Z"), errorDetail: "GitHub's hourly limit is used up" },
    "waits until 2026-05-01T11:00:00.000Z: GitHub's hourly limit is used up",
  ],
  ["given back", { state: "waiting" }, "waits: a worker takes it up"],
  ["done", { state: "done" }, "done: 12 requests (3 unchanged), 40 points"],
  [
    "done with a rest",
    { state: "done", errorDetail: "Not read: teams" },
    "done: 12 requests (3 unchanged), 40 points. Not read: teams",
  ],
  ["failed", { state: "failed", errorDetail: "Gone. Do this" }, "failed: Gone. Do this"],
  ["cancelled", { state: "cancelled" }, "cancelled"],
])("a run that is %s", (_, change, text) => {
  expect(formatRun({ ...run, ...change })).toEqual([`acme/site  ${text}`]);
});

test("each kind that was seen has a bar, or a count where GitHub tells no total", () => {
  const counts = {
    issues: { done: 500, total: 1000 },
    pull_requests: { done: 0, total: 7 },
    workflow_runs: { done: 1234, total: null },
    labels: { done: 9, total: 8 },
  };

  expect(formatRun({ ...run, counts })).toEqual([
    "acme/site  reading recent",
    "  issues         ████████████░░░░░░░░░░░░  50%  500 of 1,000",
    "  workflow runs  1,234",
    "  labels         9",
  ]);
});

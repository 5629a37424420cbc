import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { hasRealData } from "../../test/real-archives.ts";
import { recordedJobsFile, recordedRunsFile } from "../../test/recorded-runs.ts";
import { importActions } from "./import-actions.ts";

let workspace: ArchiveWorkspace;
let folder: string;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
  folder = await mkdtemp(path.join(tmpdir(), "pulse-actions-"));
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
  await rm(folder, { recursive: true, force: true });
});

async function importFiles(runs: string, jobs: string | null) {
  return await importActions(workspace.database.db, {
    workspaceId: workspace.workspaceId,
    repository: "acme/site",
    runs: { file: runs, fileName: path.basename(runs) },
    jobs: jobs === null ? null : { file: jobs, fileName: path.basename(jobs) },
  });
}

async function importThese(runs: unknown, jobs?: unknown) {
  return await importFiles(await write("runs.json", runs), jobs === undefined ? null : await write("jobs.json", jobs));
}

async function write(name: string, content: unknown): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

function run(id: number, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    workflow_id: 70,
    name: "CI",
    run_number: id,
    run_attempt: 1,
    head_sha: "a".repeat(40),
    status: "completed",
    conclusion: "success",
    actor: { login: "ann", id: 1, type: "User" },
    created_at: "2024-01-01T10:00:00Z",
    run_started_at: "2024-01-01T10:00:00Z",
    updated_at: "2024-01-01T10:05:00Z",
    ...fields,
  };
}

function job(id: number, runId: number, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    run_id: runId,
    run_attempt: 1,
    name: "build",
    status: "completed",
    conclusion: "success",
    steps: [],
    ...fields,
  };
}

async function count(): Promise<unknown> {
  const found = await sql`
    select
      (select count(*) from pulse.repositories) as repositories,
      (select count(*) from pulse.workflow_runs) as runs,
      (select count(*) from pulse.workflow_jobs) as jobs,
      (select count(*) from pulse.workflow_jobs where run_id is null) as without_run,
      (select count(*) from pulse.workflow_steps) as steps
  `.execute(workspace.superDb);
  return found.rows[0];
}

describe.skipIf(!hasRealData)("recorded runs and jobs of a real repository", () => {
  test("all are imported, also jobs whose run is not there, and a second time nothing changes", async () => {
    const first = await importFiles(recordedRunsFile, recordedJobsFile);
    const second = await importFiles(recordedRunsFile, recordedJobsFile);

    expect(first).toMatchObject({
      rows: 397,
      jobsWithoutRun: 195,
      otherRepositories: ["ionic-team/ionic-framework"],
      counts: { workflow_runs: { added: 101 }, workflow_jobs: { added: 296 } },
    });
    expect(second.counts).toMatchObject({
      workflow_runs: { added: 0, changed: 0, unchanged: 101 },
      workflow_jobs: { added: 0, changed: 0, unchanged: 296 },
    });
    expect(await count()).toEqual({ repositories: 1, runs: 101, jobs: 296, withoutRun: 195, steps: 1762 });
  });

  test("what is known is what the files say, up to their latest entry", async () => {
    const { asOf } = await importFiles(recordedRunsFile, recordedJobsFile);

    const found = await sql`select kind, covered_from, covered_to from pulse.sync_state order by kind`.execute(
      workspace.superDb,
    );
    const coveredTo = new Date(asOf ?? 0);
    expect(coveredTo.toISOString().slice(0, 10)).toBe("2024-02-23");
    expect(found.rows).toEqual([
      { kind: "workflow_jobs", coveredFrom: null, coveredTo },
      { kind: "workflow_runs", coveredFrom: null, coveredTo },
    ]);
  });
});

test.each([
  ["a list", [run(1), run(2)]],
  ["an object keyed by id", { "1": run(1), "2": run(2) }],
  ["GitHub's answer", { total_count: 2, workflow_runs: [run(1), run(2)] }],
  [
    "pages of answers",
    [
      { total_count: 2, workflow_runs: [run(1)] },
      { total_count: 2, workflow_runs: [run(2)] },
    ],
  ],
  ["pages of lists", [[run(1)], [run(2)]]],
  ["a list behind a byte order mark", `\uFEFF${JSON.stringify([run(1), run(2)])}`],
])("runs may come as %s", async (_, runs) => {
  const { counts } = await importThese(runs, [job(10, 1)]);

  expect(counts.workflow_runs.added).toBe(2);
  expect(await count()).toMatchObject({ runs: 2, jobs: 1, withoutRun: 0 });
});

test("empty lists are no fault", async () => {
  const imported = await importThese([], {});

  expect(imported).toMatchObject({ rows: 0, asOf: null });
});

test("an older file after a newer one changes nothing", async () => {
  await importThese([run(1, { conclusion: "failure", updated_at: "2024-01-02T00:00:00Z" })]);

  const { counts } = await importThese([run(1)]);

  expect(counts.workflow_runs).toMatchObject({ changed: 0, unchanged: 1 });
});

test.each([
  ["a file that is empty", "", "the file is empty"],
  ["a file that is cut off", '[{"id": 1', "the file is cut off: its JSON is not complete at line 1"],
  ["a file that is cut off between entries", "[[],", "the file is cut off"],
  ["text", "id,name\n1,CI", "expected a JSON list"],
  ["something that is not JSON", '[{"id": 1,}]', "this is not JSON: something unexpected at line 1"],
  ["two lists in one file", "[] []", "the file goes on after the end of its JSON"],
  ["a single run", run(1), 'found "actor"'],
  ["a run without a workflow", [run(1), { ...run(2), workflow_id: undefined }], "entry 2 is no workflow run"],
  [
    "a run with a date that is none",
    { "7": run(7, { created_at: "yesterday" }) },
    'entry "7" is no workflow run as GitHub\'s REST API gives it: created_at',
  ],
  ["jobs in the place of runs", [job(10, 1)], "entry 1 is a job, not a run. Give jobs with --jobs"],
])("%s is refused with its place, and nothing is kept", async (_, runs, says) => {
  const importing = importThese(runs);

  await expect(importing).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(`runs.json: `) });
  await expect(importing).rejects.toThrow(says);
  expect(await count()).toMatchObject({ repositories: 0, runs: 0 });
});

test("a fault in the jobs keeps the runs out as well", async () => {
  const importing = importThese([run(1)], [job(10, 1), run(2)]);

  await expect(importing).rejects.toThrow("jobs.json: entry 2 is a run, not a job");
  expect(await count()).toMatchObject({ repositories: 0, runs: 0, jobs: 0 });
});

test("a file that is not there, a folder, and a name that is no repository are refused", async () => {
  await expect(importFiles(path.join(folder, "none.json"), null)).rejects.toThrow("there is no such file");
  await expect(importFiles(folder, null)).rejects.toThrow("this is a directory");
  await expect(
    importActions(workspace.database.db, {
      workspaceId: workspace.workspaceId,
      repository: "../etc",
      runs: { file: "x", fileName: "x" },
      jobs: null,
    }),
  ).rejects.toThrow("is no repository name");
});

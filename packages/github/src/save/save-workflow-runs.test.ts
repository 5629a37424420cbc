/** Workflows, attempts of their runs, jobs and steps: they come in any order, and several times. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { permutations } from "../../test/permutations.ts";
import { saving } from "../../test/save-workspace.ts";
import { saveWorkflowJobs, type WorkflowJobRow } from "./save-workflow-jobs.ts";
import { saveWorkflowRuns, type WorkflowRunRow } from "./save-workflow-runs.ts";
import { saveWorkflows, type WorkflowRow } from "./save-workflows.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

const early = "2024-02-01T00:00:00Z";
const late = "2024-03-01T00:00:00Z";

function run(fields: Partial<WorkflowRunRow>): WorkflowRunRow {
  return {
    githubId: 500,
    attempt: 1,
    nodeId: "WFR_500",
    workflowGithubId: 70,
    workflowPath: ".github/workflows/ci.yml",
    number: 3,
    name: "CI",
    event: "push",
    status: "completed",
    conclusion: "success",
    headBranch: "main",
    headSha: "a".repeat(40),
    actorId: null,
    createdAt: "2024-01-01T10:00:00Z",
    runStartedAt: "2024-01-01T10:00:00Z",
    updatedAt: "2024-01-01T10:05:00Z",
    ...fields,
  };
}

function job(fields: Partial<WorkflowJobRow>): WorkflowJobRow {
  return {
    githubId: 900,
    nodeId: "CR_900",
    githubRunId: 500,
    attempt: 1,
    name: "build",
    workflowName: null,
    status: "completed",
    conclusion: "success",
    runnerLabels: ["ubuntu-latest"],
    runnerName: "r1",
    runnerGroup: "GitHub Actions",
    createdAt: "2024-01-01T10:00:05Z",
    startedAt: "2024-01-01T10:00:11Z",
    completedAt: "2024-01-01T10:04:00Z",
    steps: [],
    ...fields,
  };
}

async function saveRuns(fetchedAt: string, rows: readonly WorkflowRunRow[]) {
  return await saving(workspace, fetchedAt, (tx, scope) => saveWorkflowRuns(tx, scope, rows));
}

async function saveJobs(fetchedAt: string, rows: readonly WorkflowJobRow[]) {
  return await saving(workspace, fetchedAt, (tx, scope) => saveWorkflowJobs(tx, scope, rows));
}

async function readRuns(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', github_id, attempt, status, conclusion) as fact
    from pulse.workflow_runs
    order by github_id, attempt
  `.execute(workspace.superDb);
  return found.rows.map((row) => row.fact);
}

async function readJobs(): Promise<readonly unknown[]> {
  const found = await sql`
    select job.github_id, job.status, job.conclusion, run.github_id as run, run.attempt
    from pulse.workflow_jobs as job
    left join pulse.workflow_runs as run on run.id = job.run_id
    order by job.github_id
  `.execute(workspace.superDb);
  return found.rows;
}

test("an attempt ends as completed, and the next one beside it, in any order and twice", async () => {
  const told = [
    run({ status: "queued", conclusion: null, updatedAt: "2024-01-01T10:00:00Z" }),
    run({ status: "in_progress", conclusion: null, updatedAt: "2024-01-01T10:00:00Z" }),
    run({ conclusion: "failure" }),
    run({ attempt: 2, runStartedAt: "2024-01-01T17:00:00Z", updatedAt: "2024-01-01T17:01:00Z" }),
  ];

  for (const order of permutations(told)) {
    await workspace.clear();
    for (const row of [...order, ...order]) await saveRuns(early, [row]);

    expect(await readRuns()).toEqual(["500 1 completed failure", "500 2 completed success"]);
  }
});

test("a completed attempt never goes back, not even for a message that claims to be later", async () => {
  await saveRuns(early, [run({})]);

  const { counts } = await saveRuns(late, [
    run({ status: "in_progress", conclusion: null, updatedAt: "2024-01-02T00:00:00Z" }),
  ]);

  expect(counts.unchanged).toBe(1);
  expect(await readRuns()).toEqual(["500 1 completed success"]);
});

test("one attempt twice in one batch is saved as the further one", async () => {
  const { counts } = await saveRuns(early, [run({}), run({ status: "queued", conclusion: null })]);

  expect(counts).toEqual({ added: 1, changed: 0, unchanged: 0, removed: 0 });
  expect(await readRuns()).toEqual(["500 1 completed success"]);
});

test("capitals, and a conclusion in the place of the status, are understood", async () => {
  await saveRuns(early, [
    run({ githubId: 1, status: "COMPLETED", conclusion: "TIMED_OUT" }),
    run({ githubId: 2, status: "STARTUP_FAILURE", conclusion: null }),
    run({ githubId: 3, status: "IN_PROGRESS", conclusion: "" }),
    run({ githubId: 4, status: "completed", conclusion: null }),
  ]);

  expect(await readRuns()).toEqual([
    "1 1 completed timed_out",
    "2 1 completed startup_failure",
    "3 1 in_progress",
    "4 1 completed unknown",
  ]);
});

test("what was completed without saying how is corrected by the next reading", async () => {
  await saveRuns(early, [run({ conclusion: null })]);

  await saveRuns(late, [run({ conclusion: "failure" })]);

  expect(await readRuns()).toEqual(["500 1 completed failure"]);
});

test("jobs find their attempt, whether it is saved before or after them", async () => {
  await saveJobs(early, [job({ githubId: 901, attempt: 1 }), job({ githubId: 902, attempt: 2 })]);
  await saveRuns(early, [run({})]);
  await saveRuns(early, [run({ attempt: 2 })]);
  await saveJobs(early, [job({ githubId: 903, attempt: 2 })]);

  expect(await readJobs()).toMatchObject([
    { githubId: 901, run: 500, attempt: 1 },
    { githubId: 902, run: 500, attempt: 2 },
    { githubId: 903, run: 500, attempt: 2 },
  ]);
});

test("a job carried over by a re-run of failed jobs is a row of its own", async () => {
  await saveRuns(early, [run({ conclusion: "failure" }), run({ attempt: 2 })]);

  const counts = await saveJobs(early, [
    job({ githubId: 901 }),
    job({ githubId: 911, attempt: 2, createdAt: "2024-01-01T17:00:01Z", runnerGroup: "" }),
  ]);

  expect(counts.added).toBe(2);
  expect(await readJobs()).toHaveLength(2);
});

test("a job and its steps end as completed in any order, and twice", async () => {
  const step = { number: 1, name: "Set up job", startedAt: "2024-01-01T05:00:17.000-05:00" };
  const told = [
    job({ status: "QUEUED", conclusion: null, runnerName: null, startedAt: null, completedAt: null }),
    job({
      status: "IN_PROGRESS",
      conclusion: null,
      completedAt: null,
      steps: [{ ...step, status: "in_progress", conclusion: null, completedAt: null }],
    }),
    job({
      status: "COMPLETED",
      conclusion: "FAILURE",
      steps: [{ ...step, status: "completed", conclusion: "FAILURE", completedAt: "2024-01-01T05:03:00.000-05:00" }],
    }),
  ];

  for (const order of permutations(told)) {
    await workspace.clear();
    for (const row of [...order, ...order]) await saveJobs(early, [row]);

    const steps = await sql`select number, conclusion, started_at from pulse.workflow_steps`.execute(workspace.superDb);
    expect(await readJobs()).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    expect(steps.rows).toEqual([{ number: 1, conclusion: "failure", startedAt: new Date("2024-01-01T10:00:17Z") }]);
  }
});

function workflow(fields: Partial<WorkflowRow>): WorkflowRow {
  return {
    githubId: 70,
    nodeId: "W_70",
    name: "Tests",
    path: ".github/workflows/ci.yml",
    state: "active",
    createdAt: "2023-01-01T00:00:00Z",
    updatedAt: "2023-01-01T00:00:00Z",
    ...fields,
  };
}

async function readWorkflows(): Promise<readonly unknown[]> {
  const found = await sql`select github_id, name, state from pulse.workflows order by github_id`.execute(
    workspace.superDb,
  );
  return found.rows;
}

test("a workflow that only a run names gets its own name from the list, in either order", async () => {
  const list = async () =>
    await saving(workspace, early, (tx, scope) =>
      saveWorkflows(tx, scope, { rows: [workflow({})], isComplete: false }),
    );
  await saveRuns(late, [run({})]);
  await list();
  expect(await readWorkflows()).toEqual([{ githubId: 70, name: "Tests", state: "active" }]);
  await workspace.clear();

  await list();
  await saveRuns(late, [run({})]);

  expect(await readWorkflows()).toEqual([{ githubId: 70, name: "Tests", state: "active" }]);
});

test("a workflow that a whole list lacks is marked as deleted, and its runs stay", async () => {
  await saveRuns(early, [run({}), run({ githubId: 501, workflowGithubId: 71 })]);

  const counts = await saving(workspace, late, (tx, scope) =>
    saveWorkflows(tx, scope, { rows: [workflow({})], isComplete: true }),
  );

  expect(counts).toEqual({ added: 0, changed: 1, unchanged: 0, removed: 1 });
  expect(await readWorkflows()).toMatchObject([{ state: "active" }, { githubId: 71, state: "deleted" }]);
  expect(await readRuns()).toHaveLength(2);
});

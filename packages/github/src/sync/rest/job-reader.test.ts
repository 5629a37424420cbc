import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { startFakeActions, type FakeActions, type FakeRun } from "../../../test/fake-actions.ts";
import { createReaderWorld, type ReaderWorld } from "../../../test/read-through.ts";
import { jobReader } from "./job-reader.ts";
import { runReader } from "./run-reader.ts";

let now = new Date();
let github: FakeActions;
let world: ReaderWorld;

beforeAll(async () => {
  github = await startFakeActions();
  world = await createReaderWorld({ apiUrl: github.url, clock: { now: () => new Date(now) } });
});

beforeEach(async () => {
  now = new Date("2024-03-01T12:00:00Z");
  await world.clear();
});

afterEach(() => {
  github.runs.clear();
  github.asked.length = 0;
});

afterAll(async () => {
  await world.drop();
  await github.close();
});

function add(id: number, createdAt: string, state: { status: string; conclusion: string | null } = success): FakeRun {
  const attempt = { ...state, startedAt: createdAt, updatedAt: createdAt, jobs: [job(id * 10, id, 1)] };
  const run: FakeRun = { id, createdAt, attempts: [attempt] };
  github.runs.set(id, run);
  return run;
}

const success = { status: "completed", conclusion: "success" };

function job(id: number, runId: number, attempt: number): Readonly<Record<string, unknown>> {
  return {
    id,
    run_id: runId,
    run_attempt: attempt,
    name: "build",
    ...success,
    labels: ["ubuntu-latest"],
    created_at: "2024-02-20T10:00:00Z",
    started_at: "2024-02-20T10:00:06Z",
    completed_at: "2024-02-20T10:01:00Z",
    steps: [
      { number: 1, name: "Set up job", ...success, started_at: "2024-02-20T05:00:06.000-05:00", completed_at: null },
    ],
  };
}

async function readJobs(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', job.github_id, 'of', run.github_id, run.attempt, job.conclusion, count(step.number)) as fact
    from pulse.workflow_jobs as job
    left join pulse.workflow_runs as run on run.id = job.run_id
    left join pulse.workflow_steps as step on step.job_id = job.id
    group by job.id, job.github_id, job.conclusion, run.github_id, run.attempt
    order by job.github_id
  `.execute(world.superDb);
  return found.rows.map((row) => row.fact);
}

function jobRequests(): readonly string[] {
  return github.asked.filter((path) => path.includes("/jobs")).map((path) => path.replace(/^.*runs\/|\/jobs.*$/g, ""));
}

test("jobs and steps of every attempt are read once, the newest attempts first", async () => {
  for (let id = 1; id <= 5; id += 1) add(id, `2024-02-2${id}T10:00:00Z`);
  github.runs.get(2)?.attempts.push({
    ...success,
    startedAt: "2024-02-28T10:00:00Z",
    updatedAt: "2024-02-28T10:00:00Z",
    jobs: [job(29, 2, 2)],
  });
  await world.read(runReader, "recent");

  await world.read(jobReader, "recent");

  expect(jobRequests()).toEqual([
    "2/attempts/2",
    "5/attempts/1",
    "4/attempts/1",
    "3/attempts/1",
    "2/attempts/1",
    "1/attempts/1",
  ]);
  expect(await readJobs()).toEqual([
    "10 of 1 1 success 1",
    "20 of 2 1 success 1",
    "29 of 2 2 success 1",
    "30 of 3 1 success 1",
    "40 of 4 1 success 1",
    "50 of 5 1 success 1",
  ]);
});

test("a reading that is interrupted goes on with the attempts that are left", async () => {
  for (let id = 1; id <= 6; id += 1) add(id, `2024-02-2${id}T10:00:00Z`);
  await world.read(runReader, "recent");
  await world.read(jobReader, "recent", { pageSize: 2, maxPages: 2 });

  await world.read(jobReader, "recent", { pageSize: 2 });

  expect(jobRequests()).toHaveLength(6);
  expect(new Set(jobRequests()).size).toBe(6);
});

test("when nothing changed, no request is made", async () => {
  add(1, "2024-02-20T10:00:00Z");
  await world.read(runReader, "recent");
  await world.read(jobReader, "recent");
  github.asked.length = 0;
  now = new Date("2024-03-01T13:00:00Z");

  await world.read(jobReader, "incremental", { since: new Date("2024-03-01T12:00:00Z") });

  expect(github.asked).toEqual([]);
});

test("an attempt is asked again when it changed, and one that has not begun not at all", async () => {
  const going = add(1, "2024-02-20T10:00:00Z", { status: "in_progress", conclusion: null });
  add(2, "2024-02-20T11:00:00Z", { status: "queued", conclusion: null });
  await world.read(runReader, "recent");
  await world.read(jobReader, "recent");
  expect(jobRequests()).toEqual(["1/attempts/1"]);

  Object.assign(going.attempts[0] ?? {}, { ...success, updatedAt: "2024-03-01T12:30:00Z" });
  now = new Date("2024-03-01T13:00:00Z");
  const since = new Date("2024-03-01T12:00:00Z");
  await world.read(runReader, "incremental", { since });
  await world.read(jobReader, "incremental", { since });

  expect(jobRequests()).toEqual(["1/attempts/1", "1/attempts/1"]);
});

test("only as far back as asked, and deeper when the depth grows", async () => {
  add(1, "2023-02-20T10:00:00Z");
  add(2, "2024-02-20T10:00:00Z");
  await world.read(runReader, "recent");
  const recent = await world.read(jobReader, "recent", { from: new Date("2024-01-01T00:00:00Z") });
  expect(jobRequests()).toEqual(["2/attempts/1"]);

  await world.read(jobReader, "backfill", { cursor: recent.next ?? { cursor: null, position: {} } });

  expect(jobRequests()).toEqual(["2/attempts/1", "1/attempts/1"]);
});

test("attempts whose jobs GitHub has no more are asked once", async () => {
  add(1, "2024-02-20T10:00:00Z");
  await world.read(runReader, "recent");
  github.runs.clear();
  await world.read(jobReader, "recent");

  await world.read(jobReader, "recent");

  expect(jobRequests()).toHaveLength(1);
});

async function readCoverage(): Promise<unknown> {
  const found = await sql`
    select covered_from, covered_to from pulse.sync_state where kind = 'workflow_jobs'
  `.execute(world.superDb);
  return found.rows[0];
}

test("what is known of jobs reaches back as far as they were read, page by page", async () => {
  for (let id = 1; id <= 4; id += 1) add(id, `2024-02-2${id}T10:00:00Z`);
  await world.read(runReader, "recent");
  const from = new Date("2024-02-01T00:00:00Z");

  await world.read(jobReader, "recent", { from, pageSize: 2, maxPages: 1 });
  expect(await readCoverage()).toEqual({ coveredFrom: new Date("2024-02-23T10:00:00Z"), coveredTo: now });

  const recent = await world.read(jobReader, "recent", { from });
  expect(await readCoverage()).toEqual({ coveredFrom: from, coveredTo: now });

  const end = await world.read(jobReader, "backfill", { cursor: recent.next ?? { cursor: null, position: {} } });
  expect(await readCoverage()).toEqual({ coveredFrom: null, coveredTo: now });
  expect(end.next).toBeNull();
});

test("the newest thousand come first; the rest comes with the depth, or with later readings, and keeps nothing else waiting", async () => {
  for (let id = 1; id <= 1030; id += 1) {
    add(id, new Date(Date.UTC(2024, 1, 20) + id * 60_000).toISOString().replace(".000Z", "Z"));
  }
  await world.read(runReader, "recent", { pageSize: 100 });
  const from = new Date("2024-02-01T00:00:00Z");

  const recent = await world.read(jobReader, "recent", { from, pageSize: 50 });
  expect(jobRequests()).toHaveLength(1000);
  expect(await readCoverage()).toMatchObject({ coveredFrom: new Date(Date.UTC(2024, 1, 20) + 31 * 60_000) });

  const cursor = recent.next ?? { cursor: null, position: {} };
  await world.read(jobReader, "backfill", { from, cursor, pageSize: 20, maxPages: 1 });
  expect(jobRequests()).toHaveLength(1020);
  expect(await readCoverage()).toMatchObject({ coveredFrom: new Date(Date.UTC(2024, 1, 20) + 11 * 60_000) });

  await world.read(jobReader, "incremental", { from, since: now });
  expect(new Set(jobRequests()).size).toBe(1030);
  expect(await readCoverage()).toMatchObject({ coveredFrom: new Date(Date.UTC(2024, 1, 20) + 60_000), coveredTo: now });
});

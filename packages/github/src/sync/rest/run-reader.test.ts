/** Runs are read whole: those that were going on, those that were run again, and those of lists that GitHub cuts. */
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { startFakeActions, type FakeActions, type FakeRun } from "../../../test/fake-actions.ts";
import { createReaderWorld, type ReaderWorld } from "../../../test/read-through.ts";
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

const success = { status: "completed", conclusion: "success" };
const going = { status: "in_progress", conclusion: null };

function add(id: number, createdAt: string, state: { status: string; conclusion: string | null } = success): FakeRun {
  const run: FakeRun = {
    id,
    createdAt,
    attempts: [{ ...state, startedAt: createdAt, updatedAt: createdAt, jobs: [] }],
  };
  github.runs.set(id, run);
  return run;
}

function finish(run: FakeRun, conclusion: string, at: string): void {
  const last = run.attempts.at(-1);
  if (last !== undefined) Object.assign(last, { status: "completed", conclusion, updatedAt: at });
}

function rerun(run: FakeRun, at: string, state: { status: string; conclusion: string | null }): void {
  run.attempts.push({ ...state, startedAt: at, updatedAt: at, jobs: [] });
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

async function readAttempts(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', github_id, attempt, status, conclusion) as fact
    from pulse.workflow_runs
    order by github_id, attempt
  `.execute(world.superDb);
  return found.rows.map((row) => row.fact);
}

async function countRuns(): Promise<unknown> {
  const found = await sql`
    select count(distinct github_id) as runs, count(*) as attempts, count(*) filter (where status <> 'completed') as open
    from pulse.workflow_runs
  `.execute(world.superDb);
  return found.rows[0];
}

test("384 of 384 runs: going on at the first reading, done at the second, run again by the third", async () => {
  const start = Date.UTC(2024, 1, 20);
  const runs = Array.from({ length: 384 }, (_, index) =>
    add(1000 + index, instant(start + index * 1_800_000), index % 4 === 0 ? going : success),
  );
  await world.read(runReader, "recent", { from: new Date("2024-01-01T00:00:00Z") });
  expect(await countRuns()).toEqual({ runs: 384, attempts: 384, open: 96 });

  for (const run of runs.filter((_, index) => index % 4 === 0)) finish(run, "failure", "2024-03-01T13:00:00Z");
  now = new Date("2024-03-01T14:00:00Z");
  await world.read(runReader, "incremental", { since: new Date("2024-03-01T12:00:00Z") });
  expect(await countRuns()).toEqual({ runs: 384, attempts: 384, open: 0 });

  // Of the last day, and one of ten days ago that is told by its event alone, or found by the sweep.
  for (const run of [...runs.slice(-30), ...runs.slice(0, 1)]) rerun(run, "2024-03-01T15:00:00Z", success);
  now = new Date("2024-03-01T16:00:00Z");
  await world.read(runReader, "incremental", { since: new Date("2024-03-01T14:00:00Z") });
  expect(await countRuns()).toEqual({ runs: 384, attempts: 414, open: 0 });

  await world.read(runReader, "sweep");
  expect(await countRuns()).toEqual({ runs: 384, attempts: 415, open: 0 });
});

test("a run that was run again before it was ever seen has all its attempts", async () => {
  const run = add(1, "2024-02-20T10:00:00Z");
  finish(run, "failure", "2024-02-20T10:05:00Z");
  rerun(run, "2024-02-20T11:00:00Z", { status: "completed", conclusion: "cancelled" });
  rerun(run, "2024-02-20T12:00:00Z", success);

  await world.read(runReader, "recent");

  expect(await readAttempts()).toEqual(["1 1 completed failure", "1 2 completed cancelled", "1 3 completed success"]);
});

test("an attempt that was going on and was followed by another is read to its end", async () => {
  const run = add(1, "2024-02-20T10:00:00Z", going);
  await world.read(runReader, "recent");
  finish(run, "failure", "2024-03-01T12:30:00Z");
  rerun(run, "2024-03-01T12:40:00Z", going);
  for (let id = 2; id < 200; id += 1) add(id, instant(Date.UTC(2024, 2, 1, 13, 0, id)));
  now = new Date("2024-03-01T14:00:00Z");

  await world.read(runReader, "incremental", { since: new Date("2024-03-01T12:00:00Z") });

  expect((await readAttempts()).slice(0, 2)).toEqual(["1 1 completed failure", "1 2 in_progress"]);
});

test("an attempt whose older ones GitHub has no more is kept alone", async () => {
  const run = add(1, "2024-02-20T10:00:00Z");
  rerun(run, "2024-02-20T11:00:00Z", success);
  Object.assign(run.attempts, { 0: undefined });

  await world.read(runReader, "recent");

  expect(await readAttempts()).toEqual(["1 2 completed success"]);
});

test("an open run that was deleted is asked for once and no more", async () => {
  add(1, "2024-02-20T10:00:00Z", going);
  await world.read(runReader, "recent");
  github.runs.clear();
  await world.read(runReader, "incremental", { since: now });
  github.asked.length = 0;

  await world.read(runReader, "incremental", { since: now });

  expect(github.asked).toHaveLength(1);
  expect(await readAttempts()).toEqual([]);
});

test("2,600 runs behind a list that gives 1,000 are all read, each once, newest first", async () => {
  const start = Date.UTC(2023, 0, 1);
  // Most of them within a day, as after a merge of many branches; four within one second.
  for (let index = 0; index < 2600; index += 1) {
    const at = index < 2000 ? start + Math.floor(index / 4) * 30_000 : start + (index - 1900) * 86_400_000 * 0.5;
    add(index + 1, instant(Math.floor(at / 1000) * 1000));
  }

  const { pages } = await world.read(runReader, "recent", { pageSize: 100 });

  const lists = github.asked.length;
  expect(await countRuns()).toEqual({ runs: 2600, attempts: 2600, open: 0 });
  expect(pages).toBeLessThan(45);
  expect(lists - pages).toBeLessThan(15);
});

test("a thousand runs within one second: what GitHub gives of them is kept, and the rest is told", async () => {
  for (let id = 1; id <= 1100; id += 1) add(id, "2024-02-01T00:00:00Z");

  await world.read(runReader, "recent", { pageSize: 100 });

  expect(await countRuns()).toEqual({ runs: 1000, attempts: 1000, open: 0 });
  expect(world.logged()).toEqual([
    expect.objectContaining({ repository: "acme/site", kind: "workflow_runs", total: 1100 }),
  ]);
});

test("reading stops at its depth, goes on from there, and a page size that changes between loses nothing", async () => {
  for (let id = 1; id <= 300; id += 1) add(id, instant(Date.UTC(2024, 0, 1) + id * 10_000_000));
  const from = new Date("2024-02-01T00:00:00Z");
  const recent = await world.read(runReader, "recent", { from, maxPages: 1 });
  const rest = await world.read(runReader, "recent", {
    from,
    cursor: recent.next ?? { cursor: null, position: {} },
    pageSize: 7,
  });
  const young = [...github.runs.values()].filter((run) => run.createdAt >= "2024-02-01").length;
  expect(await countRuns()).toMatchObject({ runs: young });

  const end = await world.read(runReader, "backfill", { cursor: rest.next ?? { cursor: null, position: {} } });

  expect(await countRuns()).toMatchObject({ runs: 300 });
  expect(end.next).toBeNull();
});

test("when nothing changed, one request is enough, and it costs nothing", async () => {
  for (let id = 1; id <= 120; id += 1) add(id, instant(Date.UTC(2024, 2, 1) + id * 1000));
  add(500, "2024-03-01T11:00:00Z", { status: "waiting", conclusion: null });
  await world.read(runReader, "recent");
  await world.read(runReader, "incremental", { since: now });
  github.asked.length = 0;

  await world.read(runReader, "incremental", { since: now });

  expect(github.asked).toEqual(["/repos/acme/site/actions/runs?per_page=50&page=1"]);
  expect(world.client().usage.notModified).toBe(1);
});

test("runs that came in while events were lost are found behind those that were told", async () => {
  const told = Date.UTC(2024, 2, 1, 13);
  for (let id = 1; id <= 60; id += 1) add(id, instant(told + id * 1000));
  await world.read(runReader, "recent");
  for (let id = 900; id < 960; id += 1) add(id, instant(Date.UTC(2024, 2, 1, 12, 30) + id));

  await world.read(runReader, "incremental", { since: new Date("2024-03-01T12:00:00Z") });

  expect(await countRuns()).toMatchObject({ runs: 120 });
});

test("a bad row costs itself and not its page, and is told by repository, kind and id", async () => {
  add(1, "2024-02-20T10:00:00Z");
  Object.assign(add(2, "2024-02-20T11:00:00Z").attempts[0] ?? {}, { updatedAt: "yesterday" });

  await world.read(runReader, "recent");

  expect(await readAttempts()).toEqual(["1 1 completed success"]);
  expect(world.logged()).toEqual([
    expect.objectContaining({
      repository: "acme/site",
      kind: "workflow_runs",
      id: 2,
      faults: [expect.stringContaining("updated_at")],
    }),
  ]);
});

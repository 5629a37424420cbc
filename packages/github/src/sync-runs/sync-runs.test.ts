import { randomUUID } from "node:crypto";

import { withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { AppError, createLogger } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { claimRun } from "./claim-run.ts";
import { holdRun } from "./hold-run.ts";
import { queueRun, type RunTrigger } from "./queue-run.ts";

const logger = createLogger({ name: "test", level: "silent" });
const never = new AbortController().signal;
let database: TestDatabase;
let workspaceId: number;
let repositoryIds: readonly number[];

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  await queryAs(
    database.superUrl,
    "delete from pulse.sync_runs; delete from pulse.events; delete from pulse.repositories; delete from pulse.workspaces",
  );
  await withService(database.db, async (tx) => {
    const made = await sql<{ id: number; workspaceId: number }>`
      with workspace as (insert into pulse.workspaces (slug, name) values ('w', 'W') returning id)
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      select workspace.id, 'acme', name, now()
      from workspace, unnest(array['one', 'two']) as name
      returning id, workspace_id
    `.execute(tx);
    workspaceId = made.rows[0]?.workspaceId ?? 0;
    repositoryIds = made.rows.map((row) => row.id);
  });
});

afterAll(async () => {
  await database.drop();
});

async function queue(trigger: RunTrigger = "schedule", index = 0) {
  const repositoryId = repositoryIds[index] ?? 0;
  return await withService(database.db, async (tx) => await queueRun(tx, { workspaceId, repositoryId, trigger }));
}

async function claim(workerId = randomUUID()) {
  return await claimRun(database.db, { workerId });
}

async function claimed(workerId = randomUUID()) {
  const run = await claim(workerId);
  if (run === null) throw new Error("there was nothing to claim");
  return run;
}

async function stateOf(id: number) {
  const [row] = await queryAs(
    database.superUrl,
    `select state, error_code, error_detail, resume_at, finished_at is not null as is_finished from pulse.sync_runs where id = ${id}`,
  );
  return row;
}

test("a run that is queued is enough for everybody who asks, also at once", async () => {
  const asked = await Promise.all([queue(), queue(), queue("manual")]);

  expect(new Set(asked.map((run) => run.id)).size).toBe(1);
  expect(asked.filter((run) => run.isNew)).toHaveLength(1);
  expect(await queryAs(database.superUrl, "select kind, subject from pulse.events")).toEqual([
    { kind: "sync_run", subject: { id: asked[0]?.id, state: "queued", phase: null, repository: "acme/one" } },
  ]);
});

test("a run that pauses is enough too: it goes on, and reads what is new", async () => {
  const { id } = await queue();
  await queryAs(
    database.superUrl,
    "update pulse.sync_runs set state = 'waiting', resume_at = now() + interval '1 hour'",
  );

  expect(await queue("manual")).toEqual({ id, isNew: false });
});

test("who asks for some repositories only takes nothing of others", async () => {
  await queue("schedule", 0);
  await queue("schedule", 1);
  const workerId = randomUUID();
  const onlyRepositories = [repositoryIds[1] ?? 0];

  expect((await claimRun(database.db, { workerId, onlyRepositories }))?.fullName).toBe("acme/two");
  expect(await claimRun(database.db, { workerId, onlyRepositories })).toBeNull();
});

test("a sweep asked for while a lesser run waits makes it a sweep", async () => {
  await queue("schedule");
  await queue("sweep");

  expect(await claim()).toMatchObject({ trigger: "sweep" });
});

test("of many workers at once one gets each run, and no two read one repository", async () => {
  await queue("schedule", 0);
  await queue("schedule", 1);

  const found = await Promise.all(Array.from({ length: 12 }, async () => await claim()));

  const runs = found.filter((run) => run !== null);
  expect(runs.map((run) => run.fullName).toSorted()).toEqual(["acme/one", "acme/two"]);
  await queue("manual", 0);
  expect(await claim()).toBeNull();
});

test("what people asked for goes first, a sweep last", async () => {
  await queue("sweep", 0);
  await queue("manual", 1);

  expect([(await claim())?.fullName, (await claim())?.fullName]).toEqual(["acme/two", "acme/one"]);
});

test("a dead worker's run is taken over, and its late beats change nothing", async () => {
  const { id } = await queue();
  const dead = randomUUID();
  const first = await claimed(dead);
  expect(await claim()).toBeNull();
  await queryAs(database.superUrl, "update pulse.sync_runs set beat_at = now() - interval '61 seconds'");

  const second = await claim("00000000-0000-4000-8000-000000000002");
  let reason: unknown;
  await holdRun({ db: database.db, logger, workerId: dead, signal: never, beatEveryMs: 1 }, first, async (signal) => {
    await new Promise((resolve) => {
      signal.addEventListener("abort", resolve);
    });
    reason = signal.reason;
    signal.throwIfAborted();
  });

  expect(second).toMatchObject({ id, isContinued: true });
  expect(reason).toEqual(new Error("the run was taken over"));
  expect(await stateOf(id)).toMatchObject({ state: "running" });
});

test("a run that is done, or failed with something to do about it, says so to whoever watches", async () => {
  const workerId = randomUUID();
  const done = await queue("schedule", 0);
  await holdRun({ db: database.db, logger, workerId, signal: never }, await claimed(workerId), () => Promise.resolve());
  const failed = await queue("schedule", 1);
  await holdRun({ db: database.db, logger, workerId, signal: never }, await claimed(workerId), () =>
    Promise.reject(new AppError("not_found", "Gone. Do this")),
  );

  expect(await stateOf(done.id)).toMatchObject({ state: "done", is_finished: true });
  expect(await stateOf(failed.id)).toMatchObject({
    state: "failed",
    error_code: "not_found",
    error_detail: "Gone. Do this",
    is_finished: true,
  });
  const told = await queryAs<{ subject: { state: string } }>(
    database.superUrl,
    "select subject from pulse.events order by id",
  );
  expect(told.map((event) => event.subject.state)).toEqual(["queued", "done", "queued", "failed"]);
});

test("a limit is waited out, and nobody goes on before its end", async () => {
  const workerId = randomUUID();
  const { id } = await queue();
  const retryAt = new Date(Date.now() + 60_000);
  await holdRun({ db: database.db, logger, workerId, signal: never }, await claimed(workerId), () =>
    Promise.reject(new AppError("limited", "Wait", { details: { retryAt } })),
  );

  expect(await stateOf(id)).toMatchObject({ state: "waiting", resume_at: retryAt, is_finished: false });
  expect(await claim()).toBeNull();
  await queryAs(database.superUrl, "update pulse.sync_runs set resume_at = now()");
  expect(await claim()).toMatchObject({ id, isContinued: true });
});

test("a bug fails the run without its words, which may hold anything", async () => {
  const workerId = randomUUID();
  const { id } = await queue();
  await holdRun({ db: database.db, logger, workerId, signal: never }, await claimed(workerId), () =>
    Promise.reject(new Error("ghp_marker")),
  );

  expect(await stateOf(id)).toMatchObject({ state: "failed", error_code: "internal" });
  expect(JSON.stringify(await stateOf(id))).not.toContain("ghp_marker");
});

test("a worker that stops gives its run back, and another goes on at once", async () => {
  const stop = new AbortController();
  const workerId = randomUUID();
  const { id } = await queue();
  await holdRun({ db: database.db, logger, workerId, signal: stop.signal }, await claimed(workerId), async (signal) => {
    stop.abort(new Error("SIGTERM"));
    await Promise.resolve();
    signal.throwIfAborted();
  });

  expect(await claim()).toMatchObject({ id, isContinued: true });
});

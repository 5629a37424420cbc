import { beatWorker, ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { ActionContext } from "../action.ts";
import { showFreshness } from "./show-freshness.ts";

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: systemClock,
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

beforeEach(async () => {
  await queryAs(database.superUrl, "delete from pulse.repositories; delete from pulse.workers");
});

afterAll(async () => {
  await database.drop();
});

async function addRepository(name: string, columns: { readonly access?: string; readonly isTracked?: boolean } = {}) {
  const { access = "ok", isTracked = true } = columns;
  await queryAs(
    database.superUrl,
    `insert into pulse.repositories (workspace_id, owner, name, fetched_at, access, is_tracked)
     values (${ctx.actor.workspaceId}, 'acme', '${name}', now(), '${access}', ${isTracked})`,
  );
}

async function addRun(
  name: string,
  columns: { readonly state: string; readonly finishedAt?: string; readonly counts?: object },
) {
  const finishedAt = columns.finishedAt === undefined ? "null" : `'${columns.finishedAt}'`;
  await queryAs(
    database.superUrl,
    `insert into pulse.sync_runs (workspace_id, repository_id, trigger, state, finished_at, counts)
     select workspace_id, id, 'schedule', '${columns.state}', ${finishedAt}, '${JSON.stringify(columns.counts ?? {})}'
     from pulse.repositories
     where name = '${name}'`,
  );
}

test("an installation with imported repositories alone waits for nothing", async () => {
  await addRepository("imported", { isTracked: false });

  expect(await showFreshness.run(ctx, {})).toEqual({
    tracked: 0,
    unreachable: 0,
    reading: 0,
    progress: null,
    syncedAt: null,
    worker: { isAlive: false, beatAt: null },
  });
});

test("the workspace is as fresh as the repository that was read least recently", async () => {
  await addRepository("site");
  await addRepository("api");
  await addRun("site", { state: "done", finishedAt: "2026-07-09T12:00:00Z" });
  await addRun("site", { state: "done", finishedAt: "2026-07-09T11:00:00Z" });
  await addRun("api", { state: "done", finishedAt: "2026-07-09T11:30:00Z" });
  await addRun("api", { state: "failed", finishedAt: "2026-07-09T13:00:00Z" });

  const { syncedAt, tracked } = await showFreshness.run(ctx, {});

  expect({ syncedAt, tracked }).toEqual({ syncedAt: new Date("2026-07-09T11:30:00Z"), tracked: 2 });
});

test("one that was never read to the end makes the whole unknown", async () => {
  await addRepository("site");
  await addRepository("new");
  await addRun("site", { state: "done", finishedAt: "2026-07-09T12:00:00Z" });

  expect((await showFreshness.run(ctx, {})).syncedAt).toBeNull();
});

test("one that GitHub no longer shows is counted, and holds up nothing", async () => {
  await addRepository("site");
  await addRepository("gone", { access: "deleted" });
  await addRun("site", { state: "done", finishedAt: "2026-07-09T12:00:00Z" });

  const { syncedAt, unreachable } = await showFreshness.run(ctx, {});

  expect({ syncedAt, unreachable }).toEqual({ syncedAt: new Date("2026-07-09T12:00:00Z"), unreachable: 1 });
});

test("one that has another name at GitHub is read on, and is not out of reach", async () => {
  await addRepository("site", { access: "renamed" });
  await addRun("site", { state: "done", finishedAt: "2026-07-09T12:00:00Z" });

  const { syncedAt, unreachable } = await showFreshness.run(ctx, {});

  expect({ syncedAt, unreachable }).toEqual({ syncedAt: new Date("2026-07-09T12:00:00Z"), unreachable: 0 });
});

test("progress counts the kinds whose number GitHub tells", async () => {
  await addRepository("site");
  await addRun("site", {
    state: "running",
    counts: {
      issues: { done: 30, total: 60 },
      pull_requests: { done: 13, total: 40 },
      commits: { done: 900, total: null },
    },
  });

  expect(await showFreshness.run(ctx, {})).toMatchObject({ reading: 1, progress: 0.43 });
});

test("a worker that has just said so lives", async () => {
  await beatWorker(database.db, {
    id: "11111111-1111-4111-8111-111111111111",
    name: "worker",
    version: "1",
    startedAt: new Date(),
  });

  expect((await showFreshness.run(ctx, {})).worker.isAlive).toBe(true);
});

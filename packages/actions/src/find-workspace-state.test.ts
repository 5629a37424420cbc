import { beatWorker, ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ActionContext } from "./action.ts";
import { findWorkspaceState } from "./find-workspace-state.ts";

let database: TestDatabase;
let ctx: ActionContext;
let now = new Date("2026-03-01T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: { now: () => now },
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
  await queryAs(
    database.superUrl,
    `insert into pulse.repositories (workspace_id, owner, name, fetched_at, is_tracked)
     values (${workspaceId}, 'acme', 'site', now(), true);
     insert into pulse.accounts (workspace_id, login, fetched_at)
     values (${workspaceId}, 'ada', now())`,
  );
});

afterAll(async () => {
  await database.drop();
});

test("the state has one name while nothing happens", async () => {
  const before = await findWorkspaceState(ctx);

  expect(before).not.toBeNull();
  expect(await findWorkspaceState(ctx)).toBe(before);
});

test.each([
  ["the name of an account", "update pulse.accounts set login = 'grace'"],
  ["the name of the workspace", "update pulse.workspaces set name = 'Another'"],
  ["which repositories are read", "update pulse.repositories set is_tracked = false"],
])("the state has another name after a change of %s", async (_, statement) => {
  const before = await findWorkspaceState(ctx);

  await queryAs(database.superUrl, statement);

  expect(await findWorkspaceState(ctx)).not.toBe(before);
});

test("the state changes when the worker comes and when it goes, not with each of its beats", async () => {
  const silent = await findWorkspaceState(ctx);
  await beatWorker(database.db, {
    id: "00000000-0000-4000-8000-000000000001",
    name: "worker",
    version: "1",
    startedAt: now,
  });
  now = new Date();
  const alive = await findWorkspaceState(ctx);
  now = new Date(now.getTime() + 1_000);
  const stillAlive = await findWorkspaceState(ctx);
  now = new Date(now.getTime() + 60_000);
  const gone = await findWorkspaceState(ctx);

  expect(alive).not.toBe(silent);
  expect(stillAlive).toBe(alive);
  expect(gone).toBe(silent);
});

test("whoever does not belong to the workspace is refused", async () => {
  const stranger = { ...ctx, actor: { ...ctx.actor, userId: "00000000-0000-4000-8000-00000000dead" } };

  await expect(findWorkspaceState(stranger)).rejects.toMatchObject({ code: "forbidden" });
});

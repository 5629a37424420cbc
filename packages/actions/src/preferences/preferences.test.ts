import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { ActionContext } from "../action.ts";
import { readPreferences } from "./preferences.ts";
import { savePreferences } from "./save-preferences.ts";
import { showPreferences } from "./show-preferences.ts";

let database: TestDatabase;
let ctx: ActionContext;
let viewer: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: fixedClock("2026-11-20T12:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
  viewer = { ...ctx, actor: { userId: randomUUID(), workspaceId } };
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${viewer.actor.userId}, 'viewer')
    `.execute(tx),
  );
});

afterAll(async () => {
  await database.drop();
});

it("nothing is chosen until somebody chooses; what is not named stays, and null takes a choice back", async () => {
  const before = await showPreferences.run(viewer, {});
  await savePreferences.run(viewer, { theme: "dark", timeZone: "Asia/Kolkata" });
  const after = await savePreferences.run(viewer, { theme: null, weekStart: "sunday" });

  expect(before).toEqual({ theme: null, timeZone: null, weekStart: null });
  expect(after).toEqual({ theme: null, timeZone: "Asia/Kolkata", weekStart: "sunday" });
  expect(await showPreferences.run(viewer, {})).toEqual(after);
  expect(await readPreferences(database.db, viewer.actor.userId)).toEqual(after);
});

it("they are of one person, and nobody sees another's", async () => {
  await savePreferences.run(viewer, { timeZone: "Asia/Kolkata" });

  expect(await showPreferences.run(ctx, {})).toEqual({ theme: null, timeZone: null, weekStart: null });
});

it("a time zone that does not exist is refused", async () => {
  await expect(savePreferences.run(ctx, { timeZone: "Mars/Olympus" })).rejects.toMatchObject({ code: "invalid" });
});

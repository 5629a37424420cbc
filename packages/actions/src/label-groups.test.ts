import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { ActionContext } from "./action.ts";
import { listLabelGroups } from "./list-label-groups.ts";
import { removeLabelGroup } from "./remove-label-group.ts";
import { saveLabelGroup } from "./save-label-group.ts";
import { showMetric } from "./show-metric.ts";

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = {
    db: database.db,
    clock: fixedClock("2026-11-20T12:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId: await ensureDefaultWorkspace(database.db) },
  };
});

afterAll(async () => {
  await database.drop();
});

it("a group is saved, replaced under any spelling of its name, listed, and removed", async () => {
  const made = await saveLabelGroup.run(ctx, { name: " bug ", labels: ["type: bug", "bug", "bug"] });
  const replaced = await saveLabelGroup.run(ctx, { name: "Bug", labels: ["kind/bug*"] });
  const listed = await listLabelGroups.run(ctx, {});
  await removeLabelGroup.run(ctx, { name: "BUG" });

  expect(made).toEqual({ name: "bug", labels: ["bug", "type: bug"], isNew: true });
  expect(replaced).toEqual({ name: "Bug", labels: ["kind/bug*"], isNew: false });
  expect(listed.groups).toEqual([{ name: "Bug", labels: ["kind/bug*"] }]);
  expect((await listLabelGroups.run(ctx, {})).groups).toEqual([]);
});

it("a group that is not there is not found, when it is removed and when it is asked for", async () => {
  const removed = removeLabelGroup.run(ctx, { name: "nobody" });
  const asked = showMetric.run(ctx, { metric: "issue.opened", labelGroups: ["nobody"] });

  await expect(removed).rejects.toMatchObject({ code: "not_found" });
  await expect(asked).rejects.toMatchObject({ code: "not_found" });
});

it.each([
  ["no name", { name: "  ", labels: ["bug"] }, "give the group a name"],
  ["no label", { name: "bug", labels: [] }, "name at least one label"],
  ["an empty label", { name: "bug", labels: [" "] }, "a label cannot be empty"],
])("a group with %s is refused", async (_, input, message) => {
  await expect(saveLabelGroup.run(ctx, input)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining(message),
  });
});

it("a viewer may look at groups and not change them; another workspace's are not seen", async () => {
  await saveLabelGroup.run(ctx, { name: "ours", labels: ["bug"] });
  const viewer = { ...ctx, actor: { ...ctx.actor, userId: await addMember(ctx.actor.workspaceId, "viewer") } };
  const elsewhere = await addWorkspace();
  const stranger = { ...ctx, actor: { workspaceId: elsewhere, userId: await addMember(elsewhere, "owner") } };

  const seen = await listLabelGroups.run(viewer, {});
  const foreign = await listLabelGroups.run(stranger, {});

  expect(seen.groups).toHaveLength(1);
  expect(foreign.groups).toEqual([]);
  await expect(saveLabelGroup.run(viewer, { name: "mine", labels: ["bug"] })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(removeLabelGroup.run(stranger, { name: "ours" })).rejects.toMatchObject({ code: "not_found" });
});

async function addMember(workspaceId: number, role: string): Promise<string> {
  const userId = randomUUID();
  await withService(database.db, (tx) =>
    sql`insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, ${userId}, ${role})`.execute(
      tx,
    ),
  );
  return userId;
}

async function addWorkspace(): Promise<number> {
  const made = await withService(database.db, (tx) =>
    sql<{
      id: number;
    }>`insert into pulse.workspaces (slug, name) values ('elsewhere', 'Elsewhere') returning id`.execute(tx),
  );
  return made.rows[0]?.id ?? 0;
}

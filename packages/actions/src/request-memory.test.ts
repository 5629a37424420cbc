/** What a request remembers saves queries, and never gives anybody what they would not have been given without it. */
import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";

import { saveLabelGroup, showMetric, type ActionContext, type RequestMemory } from "./index.ts";
import { remember } from "./request-memory.ts";

let database: TestDatabase;
let workspaceId: number;
const question = { metric: "issue.opened", from: "2024-01-01", to: "2024-02-01" };

beforeEach(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  return async () => await database.drop();
});

function contextOf(memory?: RequestMemory): ActionContext {
  return {
    db: database.db,
    clock: fixedClock("2026-01-01T00:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
    ...(memory === undefined ? {} : { memory }),
  };
}

function newMemory(): RequestMemory {
  return { roles: new Map(), dataStates: new Map() };
}

async function openIssue(number: number): Promise<void> {
  await withService(database.db, (tx) =>
    sql`
      with repository as (
        insert into pulse.repositories (workspace_id, owner, name, fetched_at)
        values (${workspaceId}, 'acme', ${`web-${number}`}, '2025-01-01')
        returning workspace_id, id
      ), state as (
        insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
        select workspace_id, id, 'issues', 'archive', '2025-01-01', '2025-01-01'
        from repository
      )
      insert into pulse.issues (workspace_id, repository_id, number, title, state, created_at, updated_at, fetched_at)
      select workspace_id, id, ${number}, 'One', 'open', '2024-01-10', '2024-01-10', '2025-01-01'
      from repository
    `.execute(tx),
  );
}

async function forget(): Promise<void> {
  await withService(database.db, (tx) =>
    sql`
      delete from pulse.memberships
      where workspace_id = ${workspaceId}
    `.execute(tx),
  );
}

test("a request that asks twice is answered alike, and the next one sees what changed meanwhile", async () => {
  await openIssue(1);
  const ctx = contextOf(newMemory());
  const before = await showMetric.run(ctx, question);
  await openIssue(2);

  const sameRequest = await showMetric.run(ctx, question);
  const nextRequest = await showMetric.run(contextOf(newMemory()), question);

  expect([before.value, sameRequest.value, nextRequest.value]).toEqual([1, 1, 2]);
});

test("whoever leaves the workspace is refused by the next request", async () => {
  const memory = newMemory();
  await showMetric.run(contextOf(memory), question);
  await forget();

  const next = showMetric.run(contextOf(newMemory()), question);

  await expect(next).rejects.toMatchObject({ code: "forbidden" });
});

test("a change asks anew who may make it, whatever the request remembers", async () => {
  const memory = newMemory();
  await showMetric.run(contextOf(memory), question);
  await forget();

  const change = saveLabelGroup.run(contextOf(memory), { name: "bugs", labels: ["bug"] });

  await expect(change).rejects.toMatchObject({ code: "forbidden" });
});

test("what one person's request found out is nothing to another's, even under one memory", async () => {
  const memory = newMemory();
  await showMetric.run(contextOf(memory), question);
  const stranger = { ...contextOf(memory), actor: { userId: "00000000-0000-4000-8000-000000000009", workspaceId } };

  await expect(showMetric.run(stranger, question)).rejects.toMatchObject({ code: "forbidden" });
});

test("those who ask at once wait for one answer, and a failure is not remembered", async () => {
  const memory = new Map<string, Promise<number>>();
  let asked = 0;
  const findOut = async () => {
    asked += 1;
    await Promise.resolve();
    if (asked === 1) throw new Error("planted");
    return asked;
  };

  const first = await Promise.allSettled([remember(memory, "key", findOut), remember(memory, "key", findOut)]);
  const later = await remember(memory, "key", findOut);

  expect(first.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect([later, asked]).toEqual([2, 2]);
});

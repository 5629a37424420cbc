import { connect, withService, type Db } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { queueDueRuns, queueSweeps } from "./queue-due-runs.ts";

let database: TestDatabase;
let superDb: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  superDb = connect({ url: database.superUrl, applicationName: "pulse-test", maxConnections: 1 });
});

beforeEach(async () => {
  await queryAs(database.superUrl, "delete from pulse.workspaces");
  await withService(database.db, (tx) =>
    sql`
      with workspace as (insert into pulse.workspaces (slug, name) values ('w', 'W') returning id),
      connection as (
        insert into pulse.connections (workspace_id, name, kind) select id, 'none', 'anonymous' from workspace returning id, workspace_id
      )
      insert into pulse.repositories (workspace_id, owner, name, connection_id, is_tracked, fetched_at)
      select workspace_id, 'acme', 'site', id, true, now() from connection
    `.execute(tx),
  );
});

afterAll(async () => {
  await superDb.destroy();
  await database.drop();
});

async function ran(input: { readonly minutesAgo: number; readonly state?: string; readonly trigger?: string }) {
  await sql`
    insert into pulse.sync_runs (workspace_id, repository_id, trigger, state, created_at, finished_at)
    select
      workspace_id, id, ${input.trigger ?? "schedule"}, ${input.state ?? "done"},
      now() - make_interval(mins => ${input.minutesAgo}), now() - make_interval(mins => ${input.minutesAgo})
    from pulse.repositories
  `.execute(superDb);
}

async function changed(minutesAgo: number) {
  await sql`
    insert into pulse.events (workspace_id, repository_id, kind, created_at)
    select workspace_id, id, 'issue.opened', now() - make_interval(mins => ${minutesAgo})
    from pulse.repositories
  `.execute(superDb);
}

async function update(assignment: string) {
  await queryAs(database.superUrl, `update pulse.repositories set ${assignment}`);
}

test("what was never read is due at once, and only once", async () => {
  expect(await queueDueRuns(database.db)).toBe(1);
  expect(await queueDueRuns(database.db)).toBe(0);
});

test.each([
  { last: 7, change: 30, due: 1 },
  { last: 3, change: 30, due: 0 },
  { last: 19, change: 600, due: 1 },
  { last: 11, change: 600, due: 0 },
  { last: 73, change: null, due: 1 },
  { last: 47, change: null, due: 0 },
])("read $last minutes ago, changed $change minutes ago: due $due", async ({ last, change, due }) => {
  await ran({ minutesAgo: last });
  if (change !== null) await changed(change);

  expect(await queueDueRuns(database.db)).toBe(due);
});

test("after failures in a row it is asked less and less often, and never given up", async () => {
  await ran({ minutesAgo: 500 });
  for (const minutesAgo of [300, 200, 140]) await ran({ minutesAgo, state: "failed" });
  expect(await queueDueRuns(database.db)).toBe(0);

  await queryAs(
    database.superUrl,
    "update pulse.sync_runs set finished_at = finished_at - interval '10 hours', created_at = created_at - interval '10 hours'",
  );
  expect(await queueDueRuns(database.db)).toBe(1);
});

test.each([
  "is_tracked = false",
  "connection_id = null",
  "access = 'forbidden'",
  "access = 'deleted'",
  "deleted_at = now()",
])("nothing is asked of a repository with %s", async (assignment) => {
  await update(assignment);

  expect(await queueDueRuns(database.db)).toBe(0);
});

test("a sweep comes once a day, and not while the first reading is fresh", async () => {
  await ran({ minutesAgo: 60 });
  expect(await queueSweeps(database.db)).toBe(0);

  await ran({ minutesAgo: 31 * 60 });
  expect(await queueSweeps(database.db)).toBe(1);

  await queryAs(database.superUrl, "update pulse.sync_runs set state = 'done' where trigger = 'sweep'");
  expect(await queueSweeps(database.db)).toBe(0);
});

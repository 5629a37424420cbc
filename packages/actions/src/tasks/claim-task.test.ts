import { ensureDefaultWorkspace, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

import { claimTask } from "./claim-task.ts";
import { returnTask } from "./return-task.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
});

afterAll(async () => {
  await database.drop();
});

beforeEach(async () => {
  await run(sql`delete from pulse.task_queue`);
});

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await withService(database.db, (tx) => query.execute(tx))).rows;

const add = async (name: string, more = sql`0, now(), 5`) =>
  await run(sql`
    insert into pulse.task_queue (workspace_id, kind, payload, priority, run_at, max_attempts)
    select id, 'test', jsonb_build_object('name', ${name}::text), ${more}
    from pulse.workspaces
  `);

const claim = async (claimedBy = "ada") =>
  await withService(database.db, (tx) => claimTask(tx, { kinds: ["test"], claimedBy }));
const returned = async (task: Awaited<ReturnType<typeof claim>>, error: string | null) => {
  if (task === null) throw new Error("nothing was claimed");
  return await withService(database.db, (tx) => returnTask(tx, task, error));
};
/** As if so much time had passed. */
const endLeases = async () =>
  await run(sql`update pulse.task_queue set lease_expires_at = now() where lease_token is not null`);
const makeDue = async () => await run(sql`update pulse.task_queue set run_at = now()`);
const look = async () =>
  (
    await run<Record<string, unknown>>(sql`
      select status, attempts, claimed_by, lease_token, last_error, dead_at, extract(epoch from run_at - now())::float8 as wait
      from pulse.task_queue
    `)
  )[0];

it("a task is never held by two workers, however many ask at once", async () => {
  for (let index = 0; index < 4; index += 1) await add(`task ${index}`);

  const claimed = await Promise.all(Array.from({ length: 8 }, (_, index) => claim(`worker ${index}`)));

  const ids = claimed.flatMap((task) => (task === null ? [] : [task.id]));
  expect(new Set(ids).size).toBe(4);
  expect(ids).toHaveLength(4);
});

it("tasks are claimed by priority, then by age, those of later not yet, and none of another kind", async () => {
  await add("old");
  await add("new", sql`0, now() + interval '1 millisecond', 5`);
  await add("urgent", sql`9, now(), 5`);
  await add("later", sql`9, now() + interval '1 hour', 5`);
  await run(
    sql`update pulse.task_queue set run_at = run_at - interval '1 minute' where payload ->> 'name' in ('old', 'new')`,
  );

  const order = [await claim(), await claim(), await claim(), await claim()];

  expect(order.map((task) => task?.payload)).toEqual([{ name: "urgent" }, { name: "old" }, { name: "new" }, undefined]);
  const others = await withService(database.db, (tx) => claimTask(tx, { kinds: ["other"], claimedBy: "ada" }));
  expect(others).toBeNull();
});

it("a task whose worker died is claimed again once its lease has ended, and the dead one's word no longer counts", async () => {
  await add("task");
  const first = await claim("ada");
  const early = await claim("eve");
  await endLeases();
  const second = await claim("eve");

  expect(early).toBeNull();
  expect(second).toMatchObject({ id: first?.id, attempts: 2 });
  expect(await returned(first, "too late")).toBe(false);
  expect(await look()).toMatchObject({ status: "processing", claimedBy: "eve", lastError: null });
});

it("each failure waits about twice as long as the one before, never exactly, and the fifth is the last", async () => {
  await add("task");
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await makeDue();
    await returned(await claim(), `failure ${attempt}`);
    waits.push(Number((await look())?.["wait"]));
  }

  for (const [index, wait] of waits.slice(0, 4).entries()) {
    // The clock of the test runs on between the write and the look.
    expect(wait).toBeLessThan(5 * 2 ** index * 1.5);
    expect(wait).toBeGreaterThan(5 * 2 ** index * 0.5 - 120);
  }
  expect(new Set(waits).size).toBe(5);
  expect(await look()).toMatchObject({
    status: "failed",
    attempts: 5,
    lastError: "failure 5",
    deadAt: expect.any(Date),
  });
  expect(await claim()).toBeNull();
});

it("a task that kills each worker is given up after as many times, with the reason", async () => {
  await add("task", sql`0, now(), 2`);
  await claim();
  await endLeases();
  await claim();
  await endLeases();

  expect(await claim()).toBeNull();
  expect(await look()).toMatchObject({
    status: "failed",
    leaseToken: null,
    deadAt: expect.any(Date),
    lastError: expect.stringMatching(/^given up: 2 times/),
  });
});

it("what a stopping worker puts back is due at once, and has cost no attempt", async () => {
  await add("task");

  await returned(await claim("ada"), null);

  expect(await claim("eve")).toMatchObject({ attempts: 1 });
});

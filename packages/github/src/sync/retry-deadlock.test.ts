import { withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { retryDeadlock } from "./retry-deadlock.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

/** Two transactions that take the same two locks in opposite orders, each its second when both have their first. */
async function waitForEachOther(run: (work: () => Promise<void>) => Promise<void>): Promise<number> {
  let holders = 0;
  let ended = 0;
  const { promise: bothHold, resolve } = Promise.withResolvers<void>();
  const take = (order: readonly [number, number]) => async () => {
    await withService(database.db, async (tx) => {
      await sql`select pg_advisory_xact_lock(${order[0]})`.execute(tx);
      holders += 1;
      if (holders === 2) resolve();
      await bothHold;
      await sql`select pg_advisory_xact_lock(${order[1]})`.execute(tx);
    });
    ended += 1;
  };
  await Promise.all([run(take([1, 2])), run(take([2, 1]))]);
  return ended;
}

test("of two that wait for each other, PostgreSQL ends one", async () => {
  await expect(waitForEachOther(async (work) => await work())).rejects.toThrow("deadlock detected");
});

test("the one that was ended is done anew, so both are done", async () => {
  expect(await waitForEachOther(retryDeadlock)).toBe(2);
});

test("any other failure is nobody's turn again", async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    throw new Error("something else");
  };

  await expect(retryDeadlock(work)).rejects.toThrow("something else");
  expect(tries).toBe(1);
});

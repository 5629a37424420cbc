import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { beatWorker, removeWorker } from "./beat-worker.ts";
import { findNewestWorkerBeat } from "./find-newest-worker-beat.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";
import { withService } from "./with-service.ts";

const worker = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "worker on test",
  version: "1.2.3",
  startedAt: new Date("2024-01-01T00:00:00Z"),
};
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function listWorkers(): Promise<unknown> {
  const found = await withService(database.db, (tx) =>
    sql`select id, name, version, started_at from pulse.workers order by id`.execute(tx),
  );
  return found.rows;
}

test("a second beat renews the first and adds no row; the end removes it", async () => {
  await beatWorker(database.db, worker);
  const first = await findNewestWorkerBeat(database.db);
  await beatWorker(database.db, worker);
  const second = await findNewestWorkerBeat(database.db);

  expect(second?.getTime()).toBeGreaterThan(first?.getTime() ?? Infinity);
  expect(await listWorkers()).toEqual([worker]);

  await removeWorker(database.db, worker.id);

  expect(await listWorkers()).toEqual([]);
});

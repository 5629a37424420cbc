// Two web processes beside one database: each its own connections and its own memory.
import { takeAttempt } from "@pulse/actions";
import { connectService, type ServiceConnection } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { systemClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createRequestLimits, type RequestLimits } from "./request-limits.ts";

let database: TestDatabase;
const services: ServiceConnection[] = [];
let processes: readonly RequestLimits[];

beforeAll(async () => {
  database = await createTestDatabase();
  processes = ["one", "two"].map((name) => {
    const service = connectService({ url: database.url, applicationName: name });
    services.push(service);
    return createRequestLimits({
      clock: systemClock,
      perMinute: 3000,
      takeShared: async (attempt) => await takeAttempt(service, attempt),
    });
  });
});

afterAll(async () => {
  for (const service of services) await service.close();
  await database.drop();
});

/** How many of `times` requests are let through, spread over both processes, at the same time where that can be. */
async function letThrough(input: { readonly address: string; readonly path: string }, times: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: times }, async (_, index) => await processes[index % 2]?.takeRequest(input)),
  );
  return answers.filter((answer) => answer === null).length;
}

test("ways in are counted by all processes together, and each address for itself", async () => {
  const path = "/api/auth/signin/github";

  const first = await letThrough({ address: "198.51.100.7", path }, 50);
  const other = await letThrough({ address: "198.51.100.8", path }, 20);
  const pages = await letThrough({ address: "198.51.100.7", path: "/default/overview" }, 20);

  // Two seconds pay for one more: a slow machine may see some of those.
  expect(first).toBeGreaterThanOrEqual(30);
  expect(first).toBeLessThan(40);
  expect([other, pages]).toEqual([20, 20]);
});

test("whoever is over is told how long to wait, and the wait is paid by waiting alone", async () => {
  const [one] = services;
  if (one === undefined) throw new Error("no service");
  const attempt = { kind: "way_in", network: "192.0.2.1", perMinute: 2 } as const;
  const age = `update identity.attempts set paid_at = paid_at - interval '30 seconds' where network = '192.0.2.1'`;

  const taken = [await takeAttempt(one, attempt), await takeAttempt(one, attempt)];
  const refused = await takeAttempt(one, attempt);
  await takeAttempt(one, attempt);
  await queryAs(database.superUrl, age);

  expect(taken).toEqual([null, null]);
  expect(refused).toBeGreaterThan(20);
  expect(refused).toBeLessThanOrEqual(30);
  expect(await takeAttempt(one, attempt)).toBeNull();
});

test("wrong keys shown to one process are known to the other with the next one", async () => {
  const [one, two] = processes;
  for (let shown = 0; shown < 10; shown += 1) await one?.countWrongKey("203.0.113.5");
  for (let shown = 0; shown < 10; shown += 1) await two?.countWrongKey("203.0.113.5");
  const before = two?.lookAtWrongKeys("203.0.113.5");

  for (let shown = 0; shown < 8; shown += 1) await two?.countWrongKey("203.0.113.5");

  expect(before).toBeNull();
  expect(two?.lookAtWrongKeys("203.0.113.5")).toBeGreaterThan(0);
  expect(two?.lookAtWrongKeys("203.0.113.6")).toBeNull();
});

test("without a database each process counts for itself", async () => {
  const alone = createRequestLimits({
    clock: { now: () => new Date(0) },
    perMinute: 3000,
    takeShared: () => Promise.reject(new Error("the database is away")),
  });
  const answers: (number | null)[] = [];
  for (let asked = 0; asked < 40; asked += 1) {
    answers.push(await alone.takeRequest({ address: "198.51.100.7", path: "/join/x" }));
  }

  expect(answers.filter((answer) => answer === null)).toHaveLength(30);
});

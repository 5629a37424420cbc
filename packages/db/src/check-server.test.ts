import { findFreePort } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { checkServer } from "./check-server.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

test("a server that answers gives its version", async () => {
  expect(Number.parseInt(await checkServer(database.url), 10)).toBeGreaterThanOrEqual(15);
});

test("a server that is not there is unavailable, in words without the password", async () => {
  const url = `postgres://me:hunter2@127.0.0.1:${await findFreePort()}/x`;

  await expect(checkServer(url)).rejects.toMatchObject({ code: "unavailable" });
  await expect(checkServer(url)).rejects.not.toThrow(/hunter2/);
});

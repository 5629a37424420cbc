import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

let database: TestDatabase;
let home: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await queryAs(
    database.superUrl,
    `insert into pulse.accounts (workspace_id, login, fetched_at) values (${workspaceId}, 'octocat', now())`,
  );
  home = await mkdtemp(path.join(tmpdir(), "pulse-home-"));
});

afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const pulse = async (...argv: readonly string[]) =>
  await runPulse(argv, { POSTGRES_URL: database.url, PULSE_HOME: home });

test("erasing says first what would happen, and does nothing where nobody can say yes", async () => {
  const asked = await pulse("person", "erase", "octocat");
  const done = await pulse("person", "erase", "octocat", "--yes", "--json");
  const again = await pulse("person", "erase", "octocat", "--yes");

  expect(asked).toMatchObject({ code: 1, out: "" });
  expect(asked.talk).toMatch(/octocat becomes ghost#\d+ .*cannot be taken back.*Nothing was done/s);
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toEqual({ ghost: expect.stringMatching(/^ghost#\d+$/) });
  expect(again).toMatchObject({ code: 1 });
});

import { randomUUID } from "node:crypto";
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
  home = await mkdtemp(path.join(tmpdir(), "pulse-home-"));
  const rows = ["ada", "grace"].map((login) => {
    const id = randomUUID();
    return `insert into identity.users (id, name, email, login) values ('${id}', '${login}', '${login}@example.com', '${login}');
      insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, '${id}', 'member');
      insert into identity.sessions (id, user_id, token, expires_at)
        values (gen_random_uuid(), '${id}', '${login}', now() + interval '1 day');`;
  });
  await queryAs(database.superUrl, rows.join("\n"));
});

afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const pulse = async (...argv: readonly string[]) =>
  await runPulse(argv, { POSTGRES_URL: database.url, PULSE_HOME: home });

const whoIsIn = async () => await queryAs(database.superUrl, "select token from identity.sessions order by token");

test("one member is signed out by their login, then everybody, and nobody by neither", async () => {
  expect(await pulse("member", "sign-out", "ADA")).toMatchObject({ code: 0, out: "Ended 1 session\n" });
  expect(await whoIsIn()).toEqual([{ token: "grace" }]);
  expect(await pulse("member", "sign-out", "--all")).toMatchObject({ code: 0, out: "Ended 1 session\n" });
  expect(await whoIsIn()).toEqual([]);

  expect((await pulse("member", "sign-out")).talk).toContain("Name one login, or say --all");
  expect(await pulse("member", "sign-out", "nobody")).toMatchObject({
    code: 1,
    talk: expect.stringContaining("nobody is no member of this workspace"),
  });
});

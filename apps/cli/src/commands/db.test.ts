import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

let database: TestDatabase;
let home: string;

beforeEach(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(path.join(tmpdir(), "pulse-home-"));
});

afterEach(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const pulse = async (commandLine: string, env: Readonly<Record<string, string>> = {}) =>
  await runPulse(commandLine.split(" "), { POSTGRES_URL: database.url, PULSE_HOME: home, ...env });

test("a migrated database has nothing to do, and says where it is", async () => {
  const migrated = await pulse("db migrate --json");
  const status = await pulse("db status");

  expect(migrated).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\{"applied":\[\],"version":\d+\}\n$/) as string,
  });
  expect(status.code).toBe(0);
  expect(status.out).toMatch(/is at migration (\d+) of \1\n {2}applied {4}0001_/);
});

test("a rollback asks first, and without a terminal refuses", async () => {
  const refused = await pulse("db rollback");
  const status = await pulse("db status --json");

  expect(refused).toMatchObject({
    code: 1,
    out: "",
    talk: expect.stringMatching(/destroys the data[\s\S]*--yes/) as string,
  });
  expect(JSON.parse(status.out)).toMatchObject({ isCurrent: true });
});

test("a rollback that was said yes to goes down, and migrate goes up again", async () => {
  const down = await pulse("db rollback --to 0 --yes");
  const bare = await pulse("db status");
  const up = await pulse("db migrate");

  expect(down).toMatchObject({
    code: 0,
    out: "The database is at migration 0\n",
    talk: expect.stringContaining("took back 0001_") as string,
  });
  expect(bare.out).toContain("pending    0001_");
  expect(up).toMatchObject({ code: 0, talk: expect.stringContaining("applied 0001_") as string });
});

test("drift ends with 1 and names a column, a policy and an index that were changed by hand", async () => {
  const clean = await pulse("db drift");
  await queryAs(database.url, "alter table pulse.workspaces alter column name drop not null");
  await queryAs(database.url, "drop policy members_read on pulse.tags");
  await queryAs(database.url, "create index handmade on pulse.tags (sha)");

  const changed = await pulse("db drift");
  const listed = await pulse("db drift --json");

  expect(clean).toMatchObject({ code: 0, out: "The schema is as the migrations made it\n" });
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(
    /table pulse\.tags\n[\s\S]*policy members_read is missing[\s\S]*index handmade is not expected[\s\S]*table pulse\.workspaces\n {2}column name differs[\s\S]*3 differences/,
  );
  expect(listed.code).toBe(1);
  expect(JSON.parse(listed.out)).toMatchObject({
    differences: [{ object: "table pulse.tags" }, { item: "index handmade" }, { item: "column name" }],
  });
});

test("verify proves every migration and leaves nothing", async () => {
  const verified = await pulse("db verify");

  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining("go up, down and up again") as string });
});

test("snapshot prints what is committed", async () => {
  const printed = await pulse("db snapshot --print --json");

  expect(JSON.parse(printed.out)).toMatchObject({ isChanged: false });
});

test.each([
  ["db migrate --to 0", 2],
  ["db migrate --to many", 2],
  ["db migrate --to 9999", 1],
  ["db rollback --to 9999 --yes", 1],
  ["db rollback --wait -1", 2],
])("%s is exit %i", async (commandLine, code) => {
  expect(await pulse(commandLine)).toMatchObject({ code, out: "" });
});

test.each(["migrate", "rollback --yes", "status", "verify", "drift", "snapshot --print"])(
  "db %s never shows a password",
  async (verb) => {
    const unreachable = {
      POSTGRES_URL: "",
      POSTGRES_DIRECT_URL: "postgres://me:hunter2@127.0.0.1:6543/app?password=hunter2",
    };

    const { code, out, talk } = await pulse(`db ${verb}`, unreachable);

    expect(code).toBe(1);
    expect(talk).toContain("postgres://me:***@127.0.0.1:6543/app looks like a transaction pooler");
    expect(out + talk).not.toContain("hunter2");
  },
);

test("the direct address is preferred to the pooled one", async () => {
  const { code, out } = await pulse("db status", {
    POSTGRES_URL: "postgres://me@127.0.0.1:1/app",
    POSTGRES_DIRECT_URL: database.url,
  });

  expect(code).toBe(0);
  expect(out).toContain(database.name);
});

import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { checkDatabase } from "./check-database.ts";

// Roles are the whole server's, where other tests run beside this one.
const role = `weak_${process.pid}`;
let database: TestDatabase;
let other: TestDatabase;
let weak: string;

beforeAll(async () => {
  [database, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await queryAs(database.url, `create role ${role} login password 'weak-one'`);
  const url = new URL(database.url);
  [url.username, url.password] = [role, "weak-one"];
  weak = url.href;
});

afterAll(async () => {
  await queryAs(database.url, `drop role if exists ${role}`);
  await Promise.all([database.drop(), other.drop()]);
});

const pooler = Object.assign(new URL("postgres://user@db.invalid:6543/x"), { password: "hidden-one" }).href;
const check = async (values: Readonly<Record<string, string>>, isMigrating: boolean) =>
  (await checkDatabase(values, { isMigrating })).map(({ key, cause, fix }) => `${key}: ${cause}. ${fix}`);

test("a role that owns our schemas may serve and migrate", async () => {
  expect(await check({ POSTGRES_URL: database.url, POSTGRES_DIRECT_URL: database.url }, true)).toEqual([]);
});

test("a role that may do neither is told of, with what an administrator has to run and without its password", async () => {
  const found = await check({ POSTGRES_URL: weak }, true);

  expect(found).toEqual([
    expect.stringMatching(
      new RegExp(`^POSTGRES_URL: the role ${role} of POSTGRES_URL may not migrate.*run: grant "\\w+" to "${role}";$`),
    ),
    expect.stringMatching(/may not take on the roles that requests run as.*run: grant authenticated, service_role to/),
  ]);
  expect(found.join()).not.toContain("weak-one");
});

test("only what migrates has to be able to", async () => {
  expect(await check({ POSTGRES_DIRECT_URL: weak }, false)).toEqual([
    expect.stringContaining("may not take on the roles"),
  ]);
});

test("two addresses of two databases are told of", async () => {
  const found = await check({ POSTGRES_URL: database.url, POSTGRES_DIRECT_URL: other.url }, false);

  expect(found).toEqual([expect.stringContaining("leads to another database than POSTGRES_URL")]);
});

test("a pooler of transactions is no way to migrate, whichever name it stands under, and is not asked for it", async () => {
  const found = await check({ POSTGRES_DIRECT_URL: pooler }, true);

  expect(found).toEqual([expect.stringMatching(/^POSTGRES_DIRECT_URL: .*port 6543.*mostly 5432$/)]);
});

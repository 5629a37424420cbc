// What a session is proven by, with the faults planted; Better Auth opens the sessions, and says the same of every one of them.
import { createHmac, randomUUID } from "node:crypto";

import { connectService, ensureDefaultWorkspace, localOwnerId, withService, type ServiceConnection } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createIdentity, type Identity } from "./create-identity.ts";
import { findSession } from "./find-session.ts";
import { createSignInLink } from "./sign-in-links.ts";

const secret = "a secret of forty characters for the test";

let database: TestDatabase;
let identity: Identity;
let cookie: { readonly name: string; readonly token: string; readonly signature: string };

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  identity = createIdentity(
    {
      db: database.db,
      databaseUrl: database.url,
      clock: systemClock,
      logger: createLogger({ name: "test", level: "silent" }),
      fetch,
    },
    { publicUrl: "http://127.0.0.1:3000", secret, github: null, allowedLogins: [], allowedOrgs: [] },
  );
});

beforeEach(async () => {
  const link = await createSignInLink({ db: database.db, clock: systemClock }, "local_owner");
  const opened = await identity.openLocalOwner(new Headers(), link);
  const [pair = ""] = (opened.headers.getSetCookie()[0] ?? "").split(";");
  const [name = "", value = ""] = pair.split("=");
  const [token = "", signature = ""] = decodeURIComponent(value).split(".");
  cookie = { name, token, signature };
});

afterAll(async () => {
  await identity.close();
  await database.drop();
});

const sign = (token: string, key: string): string => createHmac("sha256", key).update(token).digest("base64");

async function personOf(value: string): Promise<string | null> {
  const headers = new Headers({ cookie: `other=1; ${cookie.name}=${encodeURIComponent(value)}` });
  return (await identity.findPerson(headers))?.userId ?? null;
}

test("a session that Better Auth opened is somebody's", async () => {
  expect(await personOf(`${cookie.token}.${cookie.signature}`)).toBe(localOwnerId);
});

test.each([
  ["no signature", () => cookie.token],
  ["an empty signature", () => `${cookie.token}.`],
  ["half a signature", () => `${cookie.token}.${cookie.signature.slice(0, 22)}`],
  [
    "a signature by another secret",
    () => `${cookie.token}.${sign(cookie.token, "another secret of forty characters long")}`,
  ],
  ["the signature of another token", () => `${cookie.token}.${sign(`${cookie.token}x`, secret)}`],
  ["another token with this signature", () => `${cookie.token.slice(0, -1)}_.${cookie.signature}`],
  ["a token that never was, well signed", () => `made-up.${sign("made-up", secret)}`],
  ["nothing", () => ""],
])("%s is nobody's", async (_, forge) => {
  expect(await personOf(forge())).toBeNull();
});

test("a session that is over, or was revoked, is nobody's at once", async () => {
  const value = `${cookie.token}.${cookie.signature}`;
  await change(
    sql`update identity.sessions set expires_at = now() - interval '1 second' where token = ${cookie.token}`,
  );
  const whenOver = await personOf(value);
  await change(sql`update identity.sessions set expires_at = now() + interval '1 day' where token = ${cookie.token}`);
  const whenOpen = await personOf(value);
  await change(sql`delete from identity.sessions where token = ${cookie.token}`);

  expect([whenOver, whenOpen, await personOf(value)]).toEqual([null, localOwnerId, null]);
});

test("disuse ends a session, use puts the end off, and nothing beyond two weeks; and most uses write nothing down", async () => {
  const opened = new Date();
  const after = (days: number, minutes = 0): Date => new Date(opened.getTime() + days * 86_400_000 + minutes * 60_000);
  const isFoundAt = async (at: Date): Promise<boolean> => (await findAt(at)) !== null;
  const endsAfterDays = async (): Promise<number> =>
    (await endOf(cookie.token)) / 86_400 - opened.getTime() / 86_400_000;

  expect(await endsAfterDays()).toBeCloseTo(5, 1);
  await isFoundAt(after(0, 30));
  expect(await endsAfterDays()).toBeCloseTo(5, 2);
  expect(await isFoundAt(after(4.5))).toBe(true);
  expect(await endsAfterDays()).toBeCloseTo(9.5, 1);
  expect([await isFoundAt(after(9)), await isFoundAt(after(13))]).toEqual([true, true]);
  expect(await endsAfterDays()).toBeCloseTo(14, 1);
  expect(await isFoundAt(after(14, 1))).toBe(false);
});

test("a session that nobody used for five days is nobody's", async () => {
  expect(await findAt(new Date(Date.now() + 5.1 * 86_400_000))).toBeNull();
});

async function findAt(at: Date): Promise<string | null> {
  const service = connectService({ url: database.url, applicationName: "later" });
  const header = `${cookie.name}=${encodeURIComponent(`${cookie.token}.${cookie.signature}`)}`;
  const found = await findSession(
    { service, clock: fixedClock(at.toISOString()) },
    { cookie: { name: cookie.name, secret }, header },
  );
  await service.close();
  return found?.userId ?? null;
}

async function endOf(token: string): Promise<number> {
  const found = await withService(database.db, (tx) =>
    sql<{ at: number }>`
      select extract(epoch from expires_at)::double precision as at from identity.sessions where token = ${token}
    `.execute(tx),
  );
  return found.rows[0]?.at ?? 0;
}

test("a session goes with its person", async () => {
  const userId = randomUUID();
  await change(sql`insert into identity.users (id, name, email) values (${userId}, 'G', 'g@example.com')`);
  await change(sql`update identity.sessions set user_id = ${userId} where token = ${cookie.token}`);
  const before = await personOf(`${cookie.token}.${cookie.signature}`);
  await change(sql`delete from identity.users where id = ${userId}`);

  expect(before).toBe(userId);
  expect(await personOf(`${cookie.token}.${cookie.signature}`)).toBeNull();
});

test("finding a session is one statement, and a forged cookie none", async () => {
  const service = connectService({ url: database.url, applicationName: "counted sessions" });
  const found = await countStatements(service, `${cookie.token}.${cookie.signature}`);
  const forged = await countStatements(service, `${cookie.token}.${sign("x", secret)}`);
  const [last] = await queryAs<{ query: string }>(
    database.superUrl,
    "select query from pg_stat_activity where application_name = 'counted sessions'",
  );
  await service.close();

  expect([found, forged]).toEqual([1, 0]);
  expect(last?.query).toContain("identity.sessions");
});

async function countStatements(service: ServiceConnection, value: string): Promise<number> {
  let statements = 0;
  const counted: ServiceConnection = {
    ...service,
    query: async (statement) => {
      statements += 1;
      return await service.query(statement);
    },
    run: async (work) => {
      statements += 1;
      return await service.run(work);
    },
  };
  const header = `${cookie.name}=${encodeURIComponent(value)}`;
  await findSession({ service: counted, clock: systemClock }, { cookie: { name: cookie.name, secret }, header });
  return statements;
}

async function change(statement: ReturnType<typeof sql>): Promise<void> {
  await withService(database.db, (tx) => statement.execute(tx));
}

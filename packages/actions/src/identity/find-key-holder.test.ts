// What an API key is proven by, with the faults planted; Better Auth makes the keys, and says the same of every one of them.
import { createHash } from "node:crypto";

import { connectService, ensureDefaultWorkspace, localOwnerId, withService, type ServiceConnection } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createIdentity, ensureLocalOwner, type Identity } from "./create-identity.ts";
import { findKeyHolder } from "./find-key-holder.ts";

let database: TestDatabase;
let identity: Identity;
let service: ServiceConnection;
let workspaceId: number;
let made: { readonly id: string; readonly key: string };

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  await ensureLocalOwner(database);
  const logger = createLogger({ name: "test", level: "silent" });
  identity = createIdentity(
    { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch },
    { publicUrl: "http://127.0.0.1:3000", secret: "x".repeat(40), github: null, allowedLogins: [], allowedOrgs: [] },
  );
  service = connectService({ url: database.url, applicationName: "counted keys", maxConnections: 1 });
});

beforeEach(async () => {
  made = await makeKey(null);
});

afterAll(async () => {
  await service.close();
  await identity.close();
  await database.drop();
});

const makeKey = async (expiresInSeconds: number | null) =>
  await identity.createApiKey({ userId: localOwnerId, workspaceId, name: "k", scopes: ["read"], expiresInSeconds });

const find = async (key: string, clock = systemClock) => await findKeyHolder({ service, clock }, key);

async function change(statement: ReturnType<typeof sql>): Promise<void> {
  await withService(database.db, (tx) => statement.execute(tx));
}

test("a key is its maker's, for one workspace and its scopes", async () => {
  expect(await find(made.key)).toMatchObject({
    userId: localOwnerId,
    proof: { kind: "api_key", keyId: made.id, workspaceId, scopes: ["read"] },
  });
});

test.each([
  ["a key that never was", () => `phk_${"a".repeat(64)}`],
  ["half of a key", () => made.key.slice(0, 40)],
  ["a key with something behind it", () => `${made.key}x`],
  ["the hash of a key, as the table has it", () => createHash("sha256").update(made.key).digest("base64url")],
  ["nothing", () => ""],
])("%s is nobody's", async (_, forge) => {
  await expect(find(forge())).rejects.toMatchObject({ code: "unauthenticated" });
});

test.each([
  ["is switched off", sql`enabled = false`],
  ["is over", sql`expires_at = now() - interval '1 second'`],
  ["names no workspace", sql`metadata = '{}'`],
  ["has a workspace that is no JSON", sql`metadata = 'default'`],
  ["has no scopes", sql`permissions = null`],
  ["has scopes that are none of ours", sql`permissions = '{"pulse":["everything"]}'`],
  ["counts its uses", sql`remaining = 0`],
])("a key that %s opens nothing, and does again when that is mended", async (_, fault) => {
  await change(sql`update identity.api_keys set ${fault} where id = ${made.id}`);
  await expect(find(made.key)).rejects.toMatchObject({ code: "unauthenticated" });

  const other = await makeKey(2 * 86_400);

  expect((await find(other.key)).proof).toMatchObject({ keyId: other.id });
});

test("a key ends at its instant, by the clock of this installation", async () => {
  const { key } = await makeKey(2 * 86_400);
  const later = fixedClock(new Date(Date.now() + (2 * 86_400 + 1) * 1000).toISOString());

  expect((await find(key)).userId).toBe(localOwnerId);
  await expect(find(key, later)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("finding a key is one statement, and writes its last use once a minute", async () => {
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
  const at = async (iso: string) => {
    await findKeyHolder({ service: counted, clock: fixedClock(iso) }, made.key);
    const row = sql<{ used: Date }>`select last_request as used from identity.api_keys where id = ${made.id}`;
    return (await withService(database.db, (tx) => row.execute(tx))).rows[0]?.used.toISOString();
  };

  const used = [
    await at("2026-07-01T10:00:00.000Z"),
    await at("2026-07-01T10:00:59.000Z"),
    await at("2026-07-01T10:01:01.000Z"),
  ];
  const [last] = await queryAs<{ query: string }>(
    database.superUrl,
    "select query from pg_stat_activity where application_name = 'counted keys'",
  );

  expect(used).toEqual(["2026-07-01T10:00:00.000Z", "2026-07-01T10:00:00.000Z", "2026-07-01T10:01:01.000Z"]);
  expect(statements).toBe(3);
  expect(last?.query).toContain("identity.api_keys");
});

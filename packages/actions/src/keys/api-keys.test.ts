import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  createApiKey,
  createIdentity,
  createWorkspace,
  ensureLocalOwner,
  listApiKeys,
  listMetrics,
  revokeApiKey,
  updateWorkspace,
  type ActionContext,
  type Identity,
  type Scope,
} from "../index.ts";

let database: TestDatabase;
let identity: Identity;
let workspaceId: number;
const logger = createLogger({ name: "test", level: "silent" });

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  await ensureLocalOwner({ db: database.db });
  identity = createIdentity(
    { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch },
    {
      publicUrl: "http://127.0.0.1:3000",
      secret: "a secret of forty characters for the test",
      github: null,
      allowedLogins: [],
      allowedOrgs: [],
    },
  );
});

afterAll(async () => {
  await identity.close();
  await database.drop();
});

function contextOf(actor: Partial<ActionContext["actor"]> = {}): ActionContext {
  return {
    db: database.db,
    clock: systemClock,
    logger,
    keyMaker: identity,
    actor: { userId: localOwnerId, workspaceId, ...actor },
  };
}

async function findKeyHolder(key: string): Promise<ActionContext> {
  const person = await identity.findPerson(new Headers({ authorization: `Bearer ${key}` }));
  if (person?.proof.kind !== "api_key") throw new Error("no key");
  return contextOf({ userId: person.userId, workspaceId: person.proof.workspaceId, scopes: person.proof.scopes });
}

async function makeKey(scopes: readonly Scope[]): Promise<{ readonly id: string; readonly key: string }> {
  return await createApiKey.run(contextOf(), { name: "ci", scopes: [...scopes] });
}

test("a key lies hashed, and the list tells it by its first characters", async () => {
  const { id, key } = await makeKey(["read"]);

  const { keys } = await listApiKeys.run(contextOf(), {});

  expect(keys.find((entry) => entry.id === id)).toMatchObject({
    name: "ci",
    start: key.slice(0, 10),
    scopes: ["read"],
  });
  const stored = await withService(database.db, (tx) =>
    sql<{ row: string }>`select api_key::text as row from identity.api_keys as api_key where id = ${id}`.execute(tx),
  );
  expect(stored.rows[0]?.row).not.toContain(key);
});

test("a key does what its scopes say, though its owner may more", async () => {
  const reader = await findKeyHolder((await makeKey(["read"])).key);

  await expect(listMetrics.run(reader, {})).resolves.toBeDefined();
  await expect(updateWorkspace.run(reader, { name: "Mine" })).rejects.toThrow(/needs an API key with the scope admin/);
});

test("a key makes no other keys", async () => {
  const holder = await findKeyHolder((await makeKey(["admin"])).key);

  await expect(createApiKey.run(holder, { name: "more" })).rejects.toMatchObject({ code: "forbidden" });
});

test("a revoked key opens nothing", async () => {
  const { id, key } = await makeKey(["read"]);

  await revokeApiKey.run(contextOf(), { id });

  await expect(findKeyHolder(key)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("a key whose time is over opens nothing", async () => {
  const { id, key } = await makeKey(["read"]);
  await withService(database.db, (tx) =>
    sql`update identity.api_keys set expires_at = now() - interval '1 second' where id = ${id}`.execute(tx),
  );

  await expect(findKeyHolder(key)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("keys of another workspace are neither listed nor revoked", async () => {
  const { id } = await makeKey(["read"]);
  const other = await createWorkspace.run(contextOf(), { slug: `keys-${randomUUID().slice(0, 8)}`, name: "Other" });
  const there = contextOf({ workspaceId: other.id });

  expect((await listApiKeys.run(there, {})).keys).toEqual([]);
  await expect(revokeApiKey.run(there, { id })).rejects.toMatchObject({ code: "not_found" });
});

test("somebody who left the workspace has a key to nothing", async () => {
  const userId = randomUUID();
  await withService(database.db, async (tx) => {
    await sql`insert into identity.users (id, name, email) values (${userId}, 'gone', ${`${userId}@example.com`})`.execute(
      tx,
    );
    await sql`insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, ${userId}, 'member')`.execute(
      tx,
    );
  });
  const { key } = await createApiKey.run(contextOf({ userId }), { name: "ci" });
  await withService(database.db, (tx) => sql`delete from pulse.memberships where user_id = ${userId}`.execute(tx));

  const holder = await findKeyHolder(key);

  await expect(listMetrics.run(holder, {})).rejects.toMatchObject({ code: "forbidden" });
});

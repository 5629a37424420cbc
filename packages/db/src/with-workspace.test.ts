import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Tx } from "./connect.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";
import { withService } from "./with-service.ts";
import { withWorkspace } from "./with-workspace.ts";

const userId = "11111111-1111-4111-8111-111111111111";
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function readScope(tx: Tx | TestDatabase["db"]): Promise<unknown> {
  const found = await sql`
    select current_user as role, nullif(current_setting('request.jwt.claims', true), '')::jsonb as claims
  `.execute(tx);
  return found.rows[0];
}

test("work in a workspace runs as authenticated with the person's claims", async () => {
  const scope = await withWorkspace(database.db, { workspaceId: 7, userId }, readScope);

  expect(scope).toEqual({ role: "authenticated", claims: { role: "authenticated", sub: userId, workspace_id: 7 } });
});

test("work of the service runs as service_role without claims", async () => {
  expect(await withService(database.db, readScope)).toEqual({ role: "service_role", claims: null });
});

test("nothing of a scope is left on the connection, not even after a failure", async () => {
  const failing = withWorkspace(database.db, { workspaceId: 7, userId }, async () => {
    throw new Error("planted");
  });

  await expect(failing).rejects.toThrow("planted");
  expect(await readScope(database.db)).toMatchObject({ claims: null });
  expect(await readScope(database.db)).not.toMatchObject({ role: "authenticated" });
});

test("claims are data: a quote in them stays inside", async () => {
  const scope = await withWorkspace(database.db, { workspaceId: 7, userId: `'; reset role; --"` }, readScope);

  expect(scope).toMatchObject({ role: "authenticated", claims: { sub: `'; reset role; --"` } });
});

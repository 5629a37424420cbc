import { withRequestId } from "@pulse/kit";
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

test("the database knows for which request it works, and forgets it with the transaction", async () => {
  const named = sql<{ name: string }>`select current_setting('application_name') as name`;
  const id = "0b1c2d3e-0000-4000-8000-000000000000";

  const inService = await withRequestId(id, () => withService(database.db, (tx) => named.execute(tx)));
  const inWorkspace = await withRequestId(id, () =>
    withWorkspace(database.db, { workspaceId: 1, userId: id }, (tx) => named.execute(tx)),
  );
  const after = await named.execute(database.db);

  expect([inService, inWorkspace, after].map(({ rows }) => rows[0]?.name)).toEqual([
    `pulse-test #${id}`,
    `pulse-test #${id}`,
    "pulse-test",
  ]);
});

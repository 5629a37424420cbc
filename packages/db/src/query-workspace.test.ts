import { withRequestId } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { connect, type Db } from "./connect.ts";
import { queryWorkspace } from "./query-workspace.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";
import { withWorkspace } from "./with-workspace.ts";

const userId = "11111111-1111-4111-8111-111111111111";
const claims = { workspaceId: 7, userId };
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  // One connection, so that whatever is left on it meets the next statement.
  db = connect({ url: database.url, applicationName: "known", maxConnections: 1 });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const scope = {
  name: "scope",
  query: sql<{ readonly currentRole: string; readonly claims: unknown; readonly name: string }>`
    select current_user as current_role, nullif(current_setting('request.jwt.claims', true), '')::jsonb as claims,
      current_setting('application_name') as name
  `,
};
const divide = (by: number) => ({ name: "divide", query: sql<{ readonly it: number }>`select 12 / ${by}::int as it` });

test("a statement in one round trip has the scope that a transaction would give it, and leaves nothing of it behind", async () => {
  const id = "0b1c2d3e-0000-4000-8000-000000000000";

  const known = await withRequestId(id, () => queryWorkspace(db, claims, scope));
  const again = await withRequestId(id, () => queryWorkspace(db, claims, scope));
  const inTransaction = await withRequestId(id, () =>
    withWorkspace(db, claims, async (tx) => (await scope.query.execute(tx)).rows),
  );
  const [after] = (await scope.query.execute(db)).rows;

  expect(known).toEqual([
    {
      currentRole: "authenticated",
      claims: { role: "authenticated", sub: userId, workspace_id: 7 },
      name: `known #${id}`,
    },
  ]);
  expect([again, inTransaction]).toEqual([known, known]);
  expect(after).toMatchObject({ claims: null, name: "known" });
  expect(after?.currentRole).not.toBe("authenticated");
});

test("each caller has their own claims, also where the plan is another's", async () => {
  const others = { workspaceId: 8, userId: `'; reset role; --"` };

  const answers = await Promise.all([claims, others, claims].map((asking) => queryWorkspace(db, asking, scope)));

  expect(answers.map(([row]) => row?.claims)).toMatchObject([
    { workspace_id: 7, sub: userId },
    { workspace_id: 8, sub: others.userId },
    { workspace_id: 7, sub: userId },
  ]);
});

test("a connection goes on after a statement that failed, first or later, with nothing of its scope", async () => {
  await expect(queryWorkspace(db, claims, divide(0))).rejects.toThrow("division by zero");
  expect(await queryWorkspace(db, claims, divide(4))).toEqual([{ it: 3 }]);
  await expect(queryWorkspace(db, claims, divide(0))).rejects.toThrow("division by zero");
  expect(await queryWorkspace(db, claims, divide(3))).toEqual([{ it: 4 }]);

  const wrong = { name: "wrong", query: sql`select nothing from nowhere` };
  await expect(queryWorkspace(db, claims, wrong)).rejects.toThrow("nowhere");
  await expect(queryWorkspace(db, claims, wrong)).rejects.toThrow("nowhere");
  expect((await scope.query.execute(db)).rows[0]).toMatchObject({ claims: null });
});

test("where the scope cannot be entered nothing is run, and the next one finds the connection whole", async () => {
  const fresh = { ...scope, name: "never asked before" };
  // No text of PostgreSQL holds it.
  const unsayable = "\u0000";

  await expect(withRequestId(unsayable, () => queryWorkspace(db, claims, fresh))).rejects.toThrow("0x00");

  expect(await queryWorkspace(db, claims, fresh)).toMatchObject([{ currentRole: "authenticated" }]);
});

test("it is planned once for a connection", async () => {
  await queryWorkspace(db, claims, scope);
  await queryWorkspace(db, claims, scope);

  const plans = await sql<{ readonly name: string; readonly used: number }>`
    select name, generic_plans + custom_plans as used
    from pg_prepared_statements
    where name = ${scope.name}
  `.execute(db);

  expect(plans.rows).toHaveLength(1);
  expect(plans.rows[0]?.used).toBeGreaterThanOrEqual(2);
});

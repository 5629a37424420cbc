import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { connectService, type ServiceConnection } from "./connect-service.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let service: ServiceConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  service = connectService({ url: database.url, applicationName: "service test", maxConnections: 1 });
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

const whoAmI = async () =>
  await service.run(async (db) => (await sql<{ role: string }>`select current_user as role`.execute(db)).rows[0]?.role);

test("every statement is the service's, also after one that failed", async () => {
  await expect(service.run(async (db) => await sql`select 1 / 0`.execute(db))).rejects.toThrow("division by zero");

  expect([await whoAmI(), await whoAmI()]).toEqual(["service_role", "service_role"]);
});

test("a statement is kept at once, without a transaction around it", async () => {
  await service.run(
    async (db) => await sql`insert into pulse.workspaces (slug, name) values ('kept', 'Kept')`.execute(db),
  );

  const found = await service.run(async (db) => await sql`select slug from pulse.workspaces`.execute(db));
  expect(found.rows).toEqual([{ slug: "kept" }]);
});

test("a known statement is the service's, too, and planned once", async () => {
  const known = { name: "who", query: sql<{ readonly role: string }>`select current_user as role` };

  const first = await service.query(known);
  const again = await service.query(known);

  expect([first, again]).toEqual([[{ role: "service_role" }], [{ role: "service_role" }]]);
  const plans = await service.run(async (db) => await sql`select name from pg_prepared_statements`.execute(db));
  expect(plans.rows).toEqual([{ name: "who" }]);
});

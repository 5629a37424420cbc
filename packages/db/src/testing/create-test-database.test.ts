import { sql } from "kysely";
import { expect, test } from "vitest";

import { createTestDatabase } from "./create-test-database.ts";

test("a test database is migrated and belongs to somebody who passes no policy by right", async () => {
  const database = await createTestDatabase();

  const found = await sql<{ isMigrated: boolean; isSuperuser: boolean; bypasses: boolean }>`
    select
      (select max(version) from pulse.schema_migrations) > 0 as is_migrated,
      rolsuper as is_superuser,
      rolbypassrls as bypasses
    from pg_roles
    where rolname = current_user
  `.execute(database.db);
  await database.drop();

  expect(found.rows).toEqual([{ isMigrated: true, isSuperuser: false, bypasses: false }]);
});

test.each([15, 18] as const)("PostgreSQL %i is to be had for the tests that need it", async (version) => {
  const database = await createTestDatabase({ version, isMigrated: false });

  const found = await sql<{ number: string }>`show server_version_num`.execute(database.db);
  await database.drop();

  expect(JSON.stringify(found.rows)).toContain(`"${version}`);
});

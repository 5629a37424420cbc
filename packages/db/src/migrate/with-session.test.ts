import { expect, test } from "vitest";

import { createTestDatabase } from "../testing/create-test-database.ts";
import { maskUrl } from "./mask-url.ts";
import { migrationStatus } from "./migration-status.ts";
import { poolerWarning } from "./with-session.ts";

const secret = "hunter2%21";

test.each([
  [
    `postgres://me:${secret}@db.example:5432/app?sslmode=require&password=${secret}`,
    "postgres://me:***@db.example:5432/app",
  ],
  ["postgres://me@db.example/app", "postgres://me@db.example/app"],
  [`host=db password=${secret}`, "(an address that cannot be read)"],
])("an address is shown without its secrets", (url, shown) => {
  expect(maskUrl(url)).toBe(shown);
});

test("a server that cannot be reached is named without the password", async () => {
  const attempt = migrationStatus({ url: `postgres://me:${secret}@127.0.0.1:1/app` });

  await expect(attempt).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("postgres://me:***@127.0.0.1:1/app") as string,
  });
});

test("a wrong password is refused, and not repeated", async () => {
  const database = await createTestDatabase({ isMigrated: false });
  const url = new URL(database.url);
  url.username = "nobody_known";
  url.password = secret;

  const failure: unknown = await migrationStatus({ url: url.href }).catch((error: unknown) => error);
  await database.drop();

  expect(failure).toMatchObject({ code: "forbidden" });
  expect(String(failure)).not.toContain("hunter2");
});

test("only the port of a transaction pooler raises a warning, and the warning has no secret", () => {
  expect(poolerWarning(`postgres://me:${secret}@db.example:5432/app`)).toBeNull();
  expect(poolerWarning(`postgres://me:${secret}@db.example:6543/app`)).toMatch(
    /^postgres:\/\/me:\*\*\*@.*POSTGRES_DIRECT_URL$/,
  );
});

import { expect, test } from "vitest";

import { writeFiles } from "../../test/write-migrations.ts";
import { readMigrations } from "./migration-files.ts";

const good = "-- Why.\nselect 1;\n";
const first = { "0001_a.up.sql": good, "0001_a.down.sql": good };

const faults: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["a missing down script", { "0001_a.up.sql": good }, "0001_a.down.sql: the file is missing"],
  ["a missing up script", { "0001_a.down.sql": good }, "0001_a.up.sql: the file is missing"],
  ["a gap", { ...first, "0003_c.up.sql": good, "0003_c.down.sql": good }, "0003_c: number 2 is missing before it"],
  ["a start at another number", { "0002_b.up.sql": good, "0002_b.down.sql": good }, "number 1 is missing"],
  [
    "a number taken twice",
    { ...first, "0001_b.up.sql": good, "0001_b.down.sql": good },
    "0001_b: the number 1 is taken",
  ],
  ["a name out of order", { ...first, "2_b.sql": good }, "2_b.sql: the name is not"],
  ["no reason in line 1", { ...first, "0001_a.up.sql": "select 1;" }, "0001_a.up.sql: line 1 is not a comment"],
  [
    "the directive in place of the reason",
    { ...first, "0001_a.up.sql": "-- no-transaction\nselect 1;" },
    "line 1 is not a comment",
  ],
  [
    "a transaction of its own",
    { ...first, "0001_a.up.sql": "-- Why.\n\nbegin;\nselect 1;\ncommit;" },
    "0001_a.up.sql:3: the migrator opens and ends",
  ],
];

test.each(faults)("%s is refused and named", async (_, files, message) => {
  const folder = await writeFiles(files);

  await expect(readMigrations(folder)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining(message) as string,
  });
});

test("every fault is listed at once", async () => {
  const folder = await writeFiles({ "0001_a.up.sql": "select 1;", "readme.md": "" });

  await expect(readMigrations(folder)).rejects.toThrow(/readme\.md[\s\S]*0001_a\.down\.sql/);
});

test("a folder that is not there is named", async () => {
  await expect(readMigrations("/nowhere/migrations")).rejects.toMatchObject({ code: "not_found" });
});

test("the checksum does not depend on how line ends were checked out", async () => {
  const unix = await readMigrations(await writeFiles(first));
  const windows = await readMigrations(
    await writeFiles({ "0001_a.up.sql": good.replaceAll("\n", "\r\n"), "0001_a.down.sql": good }),
  );

  expect(windows[0]?.up.checksum).toBe(unix[0]?.up.checksum);
});

test("only line 2 takes a migration out of the transaction", async () => {
  const outside = await readMigrations(
    await writeFiles({ ...first, "0001_a.up.sql": "-- Why.\n-- no-transaction\nselect 1;" }),
  );
  const inside = await readMigrations(
    await writeFiles({ ...first, "0001_a.up.sql": "-- Why.\nselect 1;\n-- no-transaction" }),
  );

  expect([outside[0]?.up.isTransactional, inside[0]?.up.isTransactional]).toEqual([false, true]);
});

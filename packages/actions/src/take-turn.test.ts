import { connect, type Db } from "@pulse/db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { takeTurn } from "./take-turn.ts";

let db: Db;

// Only its identity counts: nothing is dialled.
beforeEach(() => {
  db = connect({ url: "postgres://nobody@127.0.0.1:1/none", applicationName: "turns" });
});

afterEach(async () => await db.destroy());

test("a few reads run at once, and the others in the order in which they came, also behind one that failed", async () => {
  const started: number[] = [];
  const endings = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
  const reads = endings.map(({ promise }, index) =>
    takeTurn(db, async () => {
      started.push(index);
      return await promise;
    }),
  );
  expect(started).toEqual([0, 1, 2]);

  endings[1]?.reject(new Error("failed"));
  await expect(reads[1]).rejects.toThrow("failed");
  expect(started).toEqual([0, 1, 2, 3]);

  for (const [index, { resolve }] of endings.entries()) resolve(index);
  await expect(Promise.all([reads[0], reads[2], reads[3], reads[4]])).resolves.toEqual([0, 2, 3, 4]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

test("reads of one database do not wait for those of another", async () => {
  const other = connect({ url: "postgres://nobody@127.0.0.1:1/none", applicationName: "turns" });
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = Array.from({ length: 4 }, () => takeTurn(db, () => promise));

  await expect(takeTurn(other, async () => "read")).resolves.toBe("read");

  resolve();
  await Promise.all(held);
  await other.destroy();
});

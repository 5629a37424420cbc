// What is kept per item is a copy of what the facts say. Whatever happens to the facts, in whatever order and however many times in one
// transaction, the two agree when it is over; for every list of bots.
import { withService, withWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { compareTimelines } from "../test/compare-timelines.ts";
import { anyHistory } from "../test/generate-history.ts";
import { mutateFacts, mutations } from "../test/mutate-facts.ts";
import { seedHistory } from "../test/seed-history.ts";
import type { SeededWorkspace } from "../test/seed-workspace.ts";

const runs = Number(process.env["PULSE_PROPERTY_RUNS"] ?? 6);
const seed = Number(process.env["PULSE_PROPERTY_SEED"] ?? 20_261_121);

const lists = [
  { extra: "", areIncluded: false },
  { extra: "ADA,dot", areIncluded: false },
  { extra: "", areIncluded: true },
];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function differencesIn(workspace: SeededWorkspace): Promise<readonly unknown[]> {
  const claims = { workspaceId: workspace.id, userId: workspace.userId };
  return await withWorkspace(database.db, claims, async (tx) => {
    const found: unknown[] = [];
    for (const list of lists) found.push(...(await compareTimelines(tx, list)));
    return found;
  });
}

describe("what is kept per item", () => {
  it("is what the facts say, whatever happens to them", { timeout: 240_000 + runs * 10_000 }, async () => {
    const steps = fc.array(fc.record({ name: fc.constantFrom(...Object.keys(mutations)), nth: fc.nat(1000) }), {
      minLength: 1,
      maxLength: 4,
    });

    await fc.assert(
      fc.asyncProperty(anyHistory, fc.array(steps, { minLength: 4, maxLength: 8 }), async (history, transactions) => {
        const workspace = await seedHistory(database.db, history, {});
        expect(await differencesIn(workspace)).toEqual([]);
        for (const transaction of transactions) {
          await withService(database.db, async (tx) => {
            for (const step of transaction) await mutateFacts(tx, { workspaceId: workspace.id, ...step });
          });
          const differences = await differencesIn(workspace);
          expect({ after: transaction.map(({ name }) => name), differences }).toMatchObject({ differences: [] });
        }
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
  });

  it.each(Object.keys(mutations))("holds after this alone: %s", async (name) => {
    const [history] = fc.sample(anyHistory, { numRuns: 1, seed });
    if (history === undefined) throw new Error("No history was made up");
    const workspace = await seedHistory(database.db, history, {});

    await withService(database.db, (tx) => mutateFacts(tx, { workspaceId: workspace.id, name, nth: 3 }));

    expect(await differencesIn(workspace)).toEqual([]);
  });

  it("leaves no work behind, and none for what was undone", async () => {
    const [history] = fc.sample(anyHistory, { numRuns: 1, seed: seed + 1 });
    if (history === undefined) throw new Error("No history was made up");
    const workspace = await seedHistory(database.db, history, {});
    const undone = withService(database.db, async (tx) => {
      await sql`update pulse.issues set state = 'closed', closed_at = now() where workspace_id = ${workspace.id}`.execute(
        tx,
      );
      throw new Error("Undone");
    });

    await expect(undone).rejects.toThrow("Undone");

    const left = await withService(database.db, (tx) => sql`select * from pulse.stale_timelines`.execute(tx));
    expect(left.rows).toEqual([]);
    expect(await differencesIn(workspace)).toEqual([]);
  });

  it("a timeline that a fault has left behind would be noticed", async () => {
    const [history] = fc.sample(anyHistory, { numRuns: 1, seed: seed + 2 });
    if (history === undefined) throw new Error("No history was made up");
    const workspace = await seedHistory(database.db, history, {});

    await withService(database.db, (tx) =>
      sql`update pulse.issue_timelines set closed_at = created_at + interval '77 days' where workspace_id = ${workspace.id}`.execute(
        tx,
      ),
    );

    expect(await differencesIn(workspace)).not.toEqual([]);
  });
});

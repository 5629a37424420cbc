import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { permutations } from "../../test/permutations.ts";
import { saving } from "../../test/save-workspace.ts";
import { removeMilestone, saveMilestones, type MilestoneRow } from "./save-milestones.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

function milestone(fields: Partial<MilestoneRow>): MilestoneRow {
  return {
    number: 1,
    githubId: 11,
    nodeId: "MI_1",
    title: "First",
    description: null,
    state: "open",
    dueAt: null,
    createdAt: "2024-01-01T00:00:00Z",
    closedAt: null,
    updatedAt: "2024-01-01T00:00:00Z",
    ...fields,
  };
}

async function save(fetchedAt: string, rows: readonly MilestoneRow[], isComplete = false) {
  return await saving(workspace, fetchedAt, (tx, scope) => saveMilestones(tx, scope, { rows, isComplete }));
}

async function readMilestones(): Promise<readonly unknown[]> {
  const found = await sql`
    select number, github_id, title, state from pulse.milestones order by number
  `.execute(workspace.superDb);
  return found.rows;
}

const versions = [
  milestone({}),
  milestone({ title: "Renamed", updatedAt: "2024-01-02T00:00:00Z" }),
  milestone({ title: "Done", state: "closed", closedAt: "2024-01-03T00:00:00Z", updatedAt: "2024-01-03T00:00:00Z" }),
];

test("a milestone ends as its newest version in any order, and twice changes nothing", async () => {
  for (const order of permutations(versions)) {
    await workspace.clear();
    for (const row of [...order, ...order]) await save("2024-02-01T00:00:00Z", [row]);

    expect(await readMilestones()).toEqual([{ number: 1, githubId: 11, title: "Done", state: "closed" }]);
  }
});

test("counts tell what was new, what changed and what did not, with the id of each", async () => {
  await save("2024-02-01T00:00:00Z", [milestone({}), milestone({ number: 2, githubId: 12 })]);

  const { counts, idByNumber } = await save("2024-02-02T00:00:00Z", [
    milestone({ title: "Other" }),
    milestone({ number: 2, githubId: 12 }),
    milestone({ number: 3, githubId: 13 }),
  ]);

  expect(counts).toEqual({ added: 1, changed: 1, unchanged: 1, removed: 0 });
  expect([...idByNumber.keys()]).toEqual([1, 2, 3]);
});

test("a whole list removes what it does not hold, but nothing that was read later", async () => {
  await save("2024-02-01T00:00:00Z", [milestone({})]);
  await save("2024-02-03T00:00:00Z", [milestone({ number: 3, githubId: 13 })]);

  const { counts } = await save("2024-02-02T00:00:00Z", [milestone({ number: 2, githubId: 12 })], true);

  expect(counts.removed).toBe(1);
  expect(await readMilestones()).toMatchObject([{ number: 2 }, { number: 3 }]);
});

test("a deleted milestone goes", async () => {
  await save("2024-02-01T00:00:00Z", [milestone({})]);

  const isRemoved = await saving(workspace, "2024-02-02T00:00:00Z", (tx, scope) => removeMilestone(tx, scope, 1));

  expect(isRemoved).toBe(true);
  expect(await readMilestones()).toEqual([]);
});

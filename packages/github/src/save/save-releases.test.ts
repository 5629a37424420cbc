import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { permutations } from "../../test/permutations.ts";
import { saving } from "../../test/save-workspace.ts";
import { removeRelease, saveReleases, type ReleaseRow } from "./save-releases.ts";

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

function release(fields: Partial<ReleaseRow>): ReleaseRow {
  return {
    githubId: 1,
    nodeId: "RE_1",
    tagName: "v1",
    name: "One",
    isDraft: false,
    isPrerelease: false,
    authorId: null,
    createdAt: "2024-01-01T00:00:00Z",
    publishedAt: "2024-01-01T00:00:00Z",
    updatedAt: "2024-01-01T00:00:00Z",
    ...fields,
  };
}

async function save(fetchedAt: string, rows: readonly ReleaseRow[], isComplete = false) {
  return await saving(workspace, fetchedAt, (tx, scope) => saveReleases(tx, scope, { rows, isComplete }));
}

async function readReleases(): Promise<readonly unknown[]> {
  const found = await sql`
    select github_id, tag_name, is_draft from pulse.releases order by github_id
  `.execute(workspace.superDb);
  return found.rows;
}

test("a draft that was published ends as published in any order, and twice changes nothing", async () => {
  const versions = [
    release({ isDraft: true, publishedAt: null, tagName: "untagged" }),
    release({ updatedAt: "2024-01-02T00:00:00Z" }),
    release({ tagName: "v1.0", updatedAt: "2024-01-03T00:00:00Z" }),
  ];

  for (const order of permutations(versions)) {
    await workspace.clear();
    for (const row of [...order, ...order]) await save("2024-02-01T00:00:00Z", [row]);

    expect(await readReleases()).toEqual([{ githubId: 1, tagName: "v1.0", isDraft: false }]);
  }
});

test("a whole list removes what it does not hold, but nothing that was read later", async () => {
  await save("2024-02-01T00:00:00Z", [release({})]);
  await save("2024-02-03T00:00:00Z", [release({ githubId: 3 })]);

  const counts = await save("2024-02-02T00:00:00Z", [release({ githubId: 2 })], true);

  expect(counts).toEqual({ added: 1, changed: 0, unchanged: 0, removed: 1 });
  expect(await readReleases()).toMatchObject([{ githubId: 2 }, { githubId: 3 }]);
});

test("a deleted release goes", async () => {
  await save("2024-02-01T00:00:00Z", [release({})]);

  const isRemoved = await saving(workspace, "2024-02-02T00:00:00Z", (tx, scope) => removeRelease(tx, scope, 1));

  expect(isRemoved).toBe(true);
  expect(await readReleases()).toEqual([]);
});

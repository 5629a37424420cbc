/** A repository's name, settings and daily counts. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { saving } from "../../test/save-workspace.ts";
import { smallArchive } from "../../test/small-archive.ts";
import { saveRepositoryDay } from "./save-repository-days.ts";
import { findRepositoryByGithubId, saveRepository, type RepositoryRow } from "./save-repository.ts";

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

const early = "2024-02-01T00:00:00Z";
const late = "2024-03-01T00:00:00Z";

const settings: RepositoryRow = {
  githubId: 42,
  nodeId: "R_42",
  owner: "acme",
  name: "site",
  description: "made up",
  defaultBranch: "main",
  visibility: "public",
  isArchived: false,
  isFork: false,
  createdAt: "2020-01-01T00:00:00Z",
  pushedAt: null,
  updatedAt: "2024-01-01T00:00:00Z",
};

async function save(fetchedAt: string, fields: Partial<RepositoryRow> = {}) {
  return await saving(workspace, fetchedAt, (tx, scope) => saveRepository(tx, scope, { ...settings, ...fields }));
}

async function readRepositories(): Promise<readonly unknown[]> {
  const found = await sql`
    select full_name, github_id, is_archived from pulse.repositories order by id
  `.execute(workspace.superDb);
  return found.rows;
}

async function addRepository(fullName: string, githubId: number | null): Promise<void> {
  const [owner = "", name = ""] = fullName.split("/");
  await sql`
    insert into pulse.repositories (workspace_id, owner, name, github_id, fetched_at)
    values (${workspace.workspaceId}, ${owner}, ${name}, ${githubId}, ${early}::timestamptz)
  `.execute(workspace.superDb);
}

test("an import becomes the repository that GitHub knows, and saving it twice changes nothing", async () => {
  await workspace.import(smallArchive());
  await save(late);

  const again = await save(late);

  expect(again).toEqual({ renamedFrom: null, fullName: "acme/site", isChanged: false });
  expect(await readRepositories()).toEqual([{ fullName: "acme/site", githubId: 42, isArchived: false }]);
});

test("an older answer does not undo a newer one", async () => {
  await save(late, { isArchived: true, updatedAt: "2024-01-05T00:00:00Z" });

  const { isChanged } = await save(late);

  expect(isChanged).toBe(false);
  expect(await readRepositories()).toMatchObject([{ isArchived: true }]);
});

test("a rename is followed, and says what it was called before", async () => {
  await save(early);

  const saved = await save(late, { owner: "umbrella", name: "portal", updatedAt: "2024-01-05T00:00:00Z" });

  expect(saved).toEqual({ renamedFrom: "acme/site", fullName: "umbrella/portal", isChanged: true });
  expect(await readRepositories()).toMatchObject([{ fullName: "umbrella/portal", githubId: 42 }]);
});

test("a name is taken from a row that was renamed itself", async () => {
  await save(early);
  await addRepository("acme/portal", 77);

  await save(late, { name: "portal", updatedAt: "2024-01-05T00:00:00Z" });

  const names = await readRepositories();
  expect(names[0]).toMatchObject({ fullName: "acme/portal", githubId: 42 });
  expect(names[1]).toMatchObject({ fullName: expect.stringMatching(/^acme\/portal\.was-\d+$/u), githubId: 77 });
});

test("a name that an import holds is not taken from it", async () => {
  await save(early);
  await addRepository("acme/portal", null);

  const saving = save(late, { name: "portal", updatedAt: "2024-01-05T00:00:00Z" });

  await expect(saving).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("Remove one") });
});

test("another repository under the stored name is not mixed with it", async () => {
  await save(early);

  await expect(save(late, { githubId: 43 })).rejects.toMatchObject({ code: "conflict" });
});

test("a repository that is stored under its old name is not stored twice", async () => {
  await addRepository("acme/old", 42);

  await expect(save(late)).rejects.toMatchObject({ message: expect.stringContaining("stored as acme/old already") });
  const found = await saving(workspace, late, (tx, { workspaceId }) =>
    findRepositoryByGithubId(tx, { workspaceId, githubId: 42 }),
  );
  expect(found).toMatchObject({ fullName: "acme/old" });
});

test("a day has one row, that of its last reading, cut in the workspace's zone", async () => {
  await sql`update pulse.workspaces set time_zone = 'Pacific/Auckland'`.execute(workspace.superDb);
  const saveDay = async (fetchedAt: string, stars: number) =>
    await saving(workspace, fetchedAt, (tx, scope) =>
      saveRepositoryDay(tx, scope, { stars, forks: 2, watchers: null }),
    );
  await saveDay("2024-02-01T10:00:00Z", 5);
  await saveDay("2024-02-01T09:00:00Z", 4);
  await saveDay("2024-02-01T12:00:00Z", 6);

  const again = await saveDay("2024-02-01T12:30:00Z", 6);

  const days = await sql`select day_on, stars from pulse.repository_days order by day_on`.execute(workspace.superDb);
  expect(again.unchanged).toBe(1);
  expect(days.rows).toEqual([
    { dayOn: "2024-02-01", stars: 5 },
    { dayOn: "2024-02-02", stars: 6 },
  ]);
  await sql`update pulse.workspaces set time_zone = 'UTC'`.execute(workspace.superDb);
});

import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { saveAccounts } from "./save-accounts.ts";
import { saveTeamMembers } from "./save-team-members.ts";
import { saveTeams, type TeamRow } from "./save-teams.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await sql`delete from pulse.teams`.execute(workspace.superDb);
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

function team(fields: Partial<TeamRow>): TeamRow {
  return { githubId: 1, nodeId: "T_1", slug: "acme/core", name: "Core", parentGithubId: null, ...fields };
}

async function save(fetchedAt: string, rows: readonly TeamRow[], completeOrganisation: string | null = null) {
  const scope = { workspaceId: workspace.workspaceId, fetchedAt };
  return await withService(workspace.database.db, (tx) => saveTeams(tx, scope, { rows, completeOrganisation }));
}

async function readTeams(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', team.github_id, team.slug, team.name, 'of ' || parent.name, case when team.deleted_at is not null then 'gone' end) as fact
    from pulse.teams as team
    left join pulse.teams as parent on parent.id = team.parent_id
    order by fact
  `.execute(workspace.superDb);
  return found.rows.map((row) => row.fact);
}

test("teams saved twice are there once, children under their parents", async () => {
  const rows = [team({ githubId: 2, slug: "acme/web", name: "Web", parentGithubId: 1 }), team({})];
  await save("2024-02-01T00:00:00Z", rows);

  const { counts } = await save("2024-02-02T00:00:00Z", rows);

  expect(counts).toEqual({ added: 0, changed: 0, unchanged: 2, removed: 0 });
  expect(await readTeams()).toEqual(["1 acme/core Core", "2 acme/web Web of Core"]);
});

test("a renamed team keeps its row, and another one may take its old slug", async () => {
  await save("2024-02-01T00:00:00Z", [team({})]);

  await save("2024-02-02T00:00:00Z", [
    team({ githubId: 2, nodeId: "T_2", name: "New core" }),
    team({ slug: "acme/kernel" }),
  ]);

  expect(await readTeams()).toEqual(["1 acme/kernel Core", "2 acme/core New core"]);
});

test("a whole list marks the organisation's other teams as gone, and no other organisation's", async () => {
  await save("2024-02-01T00:00:00Z", [team({}), team({ githubId: 9, slug: "zoo/core", name: "Zoo" })]);

  const { counts } = await save("2024-02-02T00:00:00Z", [team({ githubId: 2, slug: "acme/web", name: "Web" })], "acme");

  expect(counts.removed).toBe(1);
  expect(await readTeams()).toEqual(["1 acme/core Core gone", "2 acme/web Web", "9 zoo/core Zoo"]);
});

async function saveMembers(fetchedAt: string, logins: readonly string[]) {
  const scope = { workspaceId: workspace.workspaceId, fetchedAt };
  return await withService(workspace.database.db, async (tx) => {
    const accountIds = await saveAccounts(
      tx,
      scope,
      logins.map((login) => ({ login })),
    );
    const { idByGithubId } = await saveTeams(tx, scope, { rows: [team({})], completeOrganisation: null });
    return await saveTeamMembers(tx, scope, {
      teamId: idByGithubId.get(1) ?? 0,
      accountIds: logins.flatMap((login) => accountIds(login) ?? []),
    });
  });
}

async function readMembers(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat(login, ' ', to_char(member_from at time zone 'UTC', 'MM-DD'), '/', to_char(member_to at time zone 'UTC', 'MM-DD')) as fact
    from pulse.team_members
    join pulse.accounts as account on account.id = account_id
    order by fact
  `.execute(workspace.superDb);
  return found.rows.map((row) => row.fact);
}

test("a membership begins when it is first seen, ends when it is no longer, and begins anew", async () => {
  await saveMembers("2024-02-01T00:00:00Z", ["ann", "bob"]);
  await saveMembers("2024-02-02T00:00:00Z", ["ann", "bob"]);
  await saveMembers("2024-02-03T00:00:00Z", ["ann"]);

  const counts = await saveMembers("2024-02-05T00:00:00Z", ["ann", "bob"]);

  expect(counts).toEqual({ added: 1, changed: 0, unchanged: 1, removed: 0 });
  expect(await readMembers()).toEqual(["ann 02-01/", "bob 02-01/02-03", "bob 02-05/"]);
});

test("a team remembers since when its members are read, also where nobody was in it then", async () => {
  await saveMembers("2024-02-01T00:00:00Z", []);

  await saveMembers("2024-02-05T00:00:00Z", ["ann"]);

  const found = await sql<{ since: Date }>`select members_read_since as since from pulse.teams`.execute(
    workspace.superDb,
  );
  expect(found.rows).toEqual([{ since: new Date("2024-02-01T00:00:00Z") }]);
  expect(await readMembers()).toEqual(["ann 02-05/"]);
});

test("an older reading that comes later takes nobody out and puts nobody in", async () => {
  await saveMembers("2024-02-01T00:00:00Z", ["ann"]);
  await saveMembers("2024-02-05T00:00:00Z", ["ann"]);

  await saveMembers("2024-02-03T00:00:00Z", ["bob"]);

  expect(await readMembers()).toEqual(["ann 02-01/"]);
});

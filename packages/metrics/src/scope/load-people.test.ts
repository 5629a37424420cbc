import { withService, withWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";

import { ask } from "../../test/ask.ts";
import { seedHistory } from "../../test/seed-history.ts";
import type { SeededWorkspace } from "../../test/seed-workspace.ts";
import { commits, history, issue, on, pullRequest, repository } from "../../test/small-history.ts";
import { readDataState } from "../cache/read-data-state.ts";

let database: TestDatabase;
let workspace: SeededWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  const made = history(
    repository({
      issues: [issue({}), issue({ author: "bo" }), issue({ author: "cy" }), issue({ author: "robot" })],
      pullRequests: [
        pullRequest({ turns: [on("03-04")], mergedAt: on("03-04") }),
        pullRequest({ author: "bo", turns: [on("03-05")], mergedAt: on("03-05") }),
        pullRequest({ author: "bo" }),
      ],
      commits: [...commits("ada", 2), ...commits("cy", 3)],
    }),
  );
  workspace = await seedHistory(database.db, made, {});
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.teams (workspace_id, slug, name, fetched_at)
      select ${workspace.id}, slug, slug, now()
      from unnest('{acme/core,acme/empty}'::text[]) as team (slug)
    `.execute(tx);
    await sql`
      insert into pulse.team_members (workspace_id, team_id, account_id, member_from, member_to, fetched_at)
      select ${workspace.id}, team.id, account.id, '2026-06-01', case when account.login = 'cy' then timestamptz '2026-06-20' end, now()
      from pulse.teams as team
      cross join pulse.accounts as account
      where team.workspace_id = ${workspace.id}
        and account.workspace_id = ${workspace.id}
        and team.slug = 'acme/core'
        and account.login in ('bo', 'cy')
    `.execute(tx);
  });
});

afterAll(async () => {
  await database.drop();
});

const valueOf = async (metric: string, whose: { readonly people?: string[]; readonly teams?: string[] }) =>
  (await ask(database.db, { workspace }, { metric, ...whose })).value;

it("only what the named people did counts, under any spelling of their logins", async () => {
  expect(await valueOf("issue.opened", {})).toBe(3);
  expect(await valueOf("issue.opened", { people: ["ADA"] })).toBe(1);
  expect(await valueOf("issue.opened", { people: ["ada", "cy"] })).toBe(2);
  expect(await valueOf("pr.merged", { people: ["bo"] })).toBe(1);
  expect(await valueOf("pr.open", { people: ["bo"] })).toBe(1);
  expect(await valueOf("repo.active_contributors", { people: ["ada", "bo"] })).toBe(2);
});

it("a member who was there when the team was first read has always been, and after leaving is no longer", async () => {
  expect(await valueOf("issue.opened", { teams: ["acme/core"] })).toBe(2);
  expect(await valueOf("pr.merged", { teams: ["Acme/Core"] })).toBe(1);
  await withService(database.db, (tx) =>
    sql`
      update pulse.team_members
      set member_from = '2026-02-01', member_to = case when member_to is not null then timestamptz '2026-02-20' end
    `.execute(tx),
  );
  expect(await valueOf("issue.opened", { teams: ["acme/core"] })).toBe(1);
});

it("who joins a team that was empty when it was first read has not always been in it", async () => {
  const valueFor = async (): Promise<readonly unknown[]> => [
    await valueOf("issue.opened", { teams: ["acme/late"] }),
    (await ask(database.db, { workspace }, { metric: "team.review_participation", to: "2026-04-01" })).value,
  ];
  await withService(database.db, (tx) =>
    sql`
      with late as (
        insert into pulse.teams (workspace_id, slug, name, members_read_since, fetched_at)
        values (${workspace.id}, 'acme/late', 'Late', '2026-01-01', now())
        returning workspace_id, id
      )
      insert into pulse.team_members (workspace_id, team_id, account_id, member_from, fetched_at)
      select late.workspace_id, late.id, account.id, '2026-06-01', now()
      from late
      join pulse.accounts as account on account.workspace_id = late.workspace_id and account.login in ('bo', 'ada')
    `.execute(tx),
  );

  const joined = await valueFor();
  await withService(database.db, (tx) =>
    sql`update pulse.teams set members_read_since = '2026-06-01' where slug = 'acme/late'`.execute(tx),
  );
  const found = await valueFor();
  await withService(database.db, (tx) => sql`delete from pulse.teams where slug = 'acme/late'`.execute(tx));

  // ada is in no other team.
  expect(joined).toMatchObject([0, { people: 2 }]);
  expect(found).toMatchObject([2, { people: 3 }]);
});

it("people and teams together are all of them, and a team without people has nothing", async () => {
  expect(await valueOf("issue.opened", { people: ["ada"], teams: ["acme/core"] })).toBe(2);
  expect(await valueOf("issue.opened", { teams: ["acme/empty"] })).toBe(0);
});

it("a bot that is named stays a bot", async () => {
  expect(await valueOf("issue.opened", { people: ["robot"] })).toBe(0);
});

it.each([
  [{ people: ["nobody"] }, "not_found", /person "nobody"/],
  [{ teams: ["nobody"] }, "not_found", /team "nobody"/],
  [{ people: ["a b"] }, "invalid", /"a b" is no login/],
  [{ teams: ["a b"] }, "invalid", /"a b" is no team/],
] as const)("%o is told by its name", async (whose, code, message) => {
  const asked = ask(database.db, { workspace }, { metric: "issue.opened", ...whose });

  await expect(asked).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

it("what nobody in particular did is not narrowed, and says so", async () => {
  const asked = ask(database.db, { workspace }, { metric: "repo.stars", people: ["ada"] });

  await expect(asked).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("people or teams") });
});

it("who belongs to a team is part of the state that an answer is kept for", async () => {
  const claims = { workspaceId: workspace.id, userId: workspace.userId };
  const read = () =>
    withWorkspace(database.db, claims, (tx) => readDataState(tx, { workspaceId: workspace.id, now: new Date() }));
  const before = await read();

  await withService(database.db, (tx) =>
    sql`update pulse.team_members set member_to = now() where workspace_id = ${workspace.id}`.execute(tx),
  );

  expect(await read()).not.toBe(before);
});

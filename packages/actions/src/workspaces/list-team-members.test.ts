import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { listTeamMembers, type ActionContext } from "../index.ts";

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = {
    db: database.db,
    clock: fixedClock("2026-06-01T00:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.accounts (workspace_id, login, fetched_at)
      select ${workspaceId}, login, now() from unnest('{ada,bob}'::text[]) as person (login)
    `.execute(tx);
    await sql`
      insert into pulse.teams (workspace_id, slug, name, fetched_at, deleted_at)
      values (${workspaceId}, 'acme/core', 'Core', '2026-05-31', null), (${workspaceId}, 'acme/gone', 'Gone', '2026-05-31', '2026-03-15')
    `.execute(tx);
    // Bob was there, left, and came back; Ada came late.
    await sql`
      insert into pulse.team_members (workspace_id, team_id, account_id, member_from, member_to, fetched_at)
      select ${workspaceId}, team.id, account.id, stay.member_from, stay.member_to, now()
      from (values
        ('bob', timestamptz '2026-01-01Z', timestamptz '2026-02-01Z'),
        ('bob', '2026-04-01Z', null),
        ('ada', '2026-03-01Z', null)
      ) as stay (login, member_from, member_to)
      join pulse.accounts as account on account.login = stay.login
      join pulse.teams as team on team.slug = 'acme/core'
    `.execute(tx);
  });
});

afterAll(async () => {
  await database.drop();
});

async function membersAt(at?: string): Promise<unknown> {
  const { teams } = await listTeamMembers.run(ctx, at === undefined ? {} : { at });
  return Object.fromEntries(teams.map(({ slug, members }) => [slug, members.map(({ login }) => login)]));
}

test("who belongs to a team now is told with since when, in the members' own time", async () => {
  const { teams } = await listTeamMembers.run(ctx, { team: "ACME/core" });

  expect(teams).toMatchObject([
    {
      slug: "acme/core",
      name: "Core",
      members: [
        { login: "ada", until: null },
        { login: "bob", until: null },
      ],
    },
  ]);
  expect(new Date(teams[0]?.members[1]?.since ?? 0)).toEqual(new Date("2026-04-01Z"));
});

test("who belonged to a team when something happened can be asked, to the instant", async () => {
  expect(await membersAt("2026-01-15T00:00:00Z")).toEqual({ "acme/core": ["bob"], "acme/gone": [] });
  expect(await membersAt("2026-02-01T00:00:00Z")).toEqual({ "acme/core": [], "acme/gone": [] });
  expect(await membersAt("2026-03-14T00:00:00Z")).toEqual({ "acme/core": ["ada"], "acme/gone": [] });
  expect(await membersAt()).toEqual({ "acme/core": ["ada", "bob"] });
});

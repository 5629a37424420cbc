import { randomUUID } from "node:crypto";

import {
  ensureDefaultWorkspace,
  getWorkspace,
  localOwnerId,
  refreshStatistics,
  withService,
  type Role,
} from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { defineAction, listRepositories, listRepositoryNames, type ActionContext, type Scope } from "./index.ts";

let database: TestDatabase;
let workspaceId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
});

afterAll(async () => {
  await database.drop();
});

test.each([
  ["viewer", "read", true],
  ["viewer", "write", false],
  ["member", "write", true],
  ["member", "admin", false],
  ["admin", "admin", true],
  ["owner", "admin", true],
] as const)("a %s may %s: %s", async (role, scope, isAllowed) => {
  const ctx = contextOf(await addMember(role));

  const run = actionOf(scope).run(ctx, { word: "yes" });

  if (isAllowed) await expect(run).resolves.toBe("yes");
  else await expect(run).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining(role) as string });
});

test("a stranger may not even read, and is told whom to ask", async () => {
  const run = actionOf("read").run(contextOf(randomUUID()), { word: "yes" });

  await expect(run).rejects.toThrow("you are no member. Ask an owner of the workspace");
});

test("input of the wrong shape is refused before anything happens, naming the field", async () => {
  const wrong = JSON.parse('{"word": 7}') as { word: string };

  const run = actionOf("read").run(contextOf(localOwnerId), wrong);

  await expect(run).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(/word: /) as string });
});

test("the default workspace is made once and keeps the role of its owner", async () => {
  const again = await ensureDefaultWorkspace(database.db);

  expect(again).toBe(workspaceId);
  expect(await getWorkspace(database.db, { slug: "default", userId: localOwnerId })).toMatchObject({
    id: workspaceId,
    role: "owner",
    timeZone: "UTC",
  });
});

test("a workspace of others is not found, in the same words as one that does not exist", async () => {
  const stranger = { userId: randomUUID() };

  const existing = getWorkspace(database.db, { ...stranger, slug: "default" });
  const missing = getWorkspace(database.db, { ...stranger, slug: "nowhere" });

  await expect(existing).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining('"default"') as string,
  });
  await expect(missing).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining('"nowhere"') as string,
  });
});

test("repositories are listed by name, those of another workspace never", async () => {
  const otherId = await addWorkspace("other");
  await addRepository({ workspaceId, owner: "acme", name: "web" });
  await addRepository({ workspaceId, owner: "acme", name: "API" });
  await addRepository({ workspaceId: otherId, owner: "secret", name: "plans" });

  const listed = await listRepositories.run(contextOf(localOwnerId), {});

  expect(listed.repositories).toMatchObject([
    { fullName: "acme/API", asOf: null, issues: 0, pullRequests: 0 },
    { fullName: "acme/web", asOf: null, issues: 0, pullRequests: 0 },
  ]);
});

function actionOf(scope: Scope) {
  return defineAction({
    name: `try_to_${scope}`,
    summary: "Says the word",
    scope,
    input: z.object({ word: z.string() }),
    run: async (_ctx, input) => await Promise.resolve(input.word),
  });
}

function contextOf(userId: string): ActionContext {
  return {
    db: database.db,
    clock: fixedClock("2026-11-20T12:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId, workspaceId },
  };
}

async function addMember(role: Role): Promise<string> {
  const userId = randomUUID();
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${userId}, ${role})
    `.execute(tx),
  );
  return userId;
}

async function addWorkspace(slug: string): Promise<number> {
  const made = await withService(database.db, (tx) =>
    sql<{ id: number }>`
      insert into pulse.workspaces (slug, name)
      values (${slug}, ${slug})
      returning id
    `.execute(tx),
  );
  return made.rows[0]?.id ?? 0;
}

async function addRepository(input: { workspaceId: number; owner: string; name: string }): Promise<void> {
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      values (${input.workspaceId}, ${input.owner}, ${input.name}, now())
    `.execute(tx),
  );
}

test("a repository is as fresh as its items, however lately its commits were read", async () => {
  await addRepository({ workspaceId, owner: "acme", name: "zoo" });
  await queryAs(
    database.superUrl,
    `
    insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
    select workspace_id, id, state.kind, state.source, state.covered_to, state.covered_to
    from pulse.repositories, (values
      ('issues', 'archive', timestamptz '2024-05-01T00:00:00Z'),
      ('pull_requests', 'archive', timestamptz '2024-05-01T00:00:00Z'),
      ('commits', 'git', timestamptz '2026-01-01T00:00:00Z')
    ) as state (kind, source, covered_to)
    where name = 'zoo'
  `,
  );

  const { repositories } = await listRepositories.run(contextOf(localOwnerId), {});

  expect(repositories.find(({ fullName }) => fullName === "acme/zoo")?.asOf?.toISOString()).toBe(
    "2024-05-01T00:00:00.000Z",
  );
});

test("names and freshness alone are the same as in the full list", async () => {
  const full = await listRepositories.run(contextOf(localOwnerId), {});

  const names = await listRepositoryNames.run(contextOf(localOwnerId), {});

  expect(names.repositories).not.toEqual([]);
  expect(names.repositories).toEqual(full.repositories.map(({ fullName, asOf }) => ({ fullName, asOf })));
});

test("the planner knows what an import brought before anybody asks", async () => {
  await refreshStatistics(database.db);

  const known = await queryAs(
    database.superUrl,
    "select reltuples::int as rows from pg_class where oid = 'pulse.repositories'::regclass",
  );
  expect(JSON.stringify(known)).toMatch(/"rows":[1-9]/);
});

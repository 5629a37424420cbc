import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, withService, type Role } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import {
  changeRole,
  createApiKey,
  createWorkspace,
  deleteWorkspace,
  listAudit,
  signOutMembers,
  type ActionContext,
} from "../index.ts";

const now = "2026-03-01T12:00:00Z";
const people = ["owner", "admin", "member", "other-owner", "outsider"] as const;
type Name = (typeof people)[number];

let database: TestDatabase;
let workspaceId: number;
const ids = new Map<Name, string>(people.map((name) => [name, randomUUID()]));
const idOf = (name: Name): string => ids.get(name) ?? "";

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  await withService(database.db, async (tx) => {
    for (const [name, id] of ids) {
      await sql`insert into identity.users (id, name, email, login) values (${id}, ${name}, ${`${name}@example.com`}, ${name})`.execute(
        tx,
      );
      const role: Role | null = name === "outsider" ? null : name === "other-owner" ? "owner" : name;
      if (role === null) continue;
      await sql`insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, ${id}, ${role})`.execute(
        tx,
      );
    }
  });
});

beforeEach(async () => {
  await withService(database.db, async (tx) => {
    await sql`delete from identity.sessions`.execute(tx);
    await sql`
      insert into identity.sessions (id, user_id, token, expires_at)
      select gen_random_uuid(), person.id, gen_random_uuid()::text, now() + interval '1 day'
      from identity.users as person, generate_series(1, 2)
      where person.login is not null
    `.execute(tx);
  });
});

afterAll(async () => {
  await database.drop();
});

function contextOf(name: Name, signedInAt?: string): ActionContext {
  return {
    db: database.db,
    clock: fixedClock(now),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: {
      userId: idOf(name),
      workspaceId,
      ...(signedInAt === undefined ? {} : { signedInAt: new Date(signedInAt) }),
    },
  };
}

async function whoIsIn(): Promise<readonly string[]> {
  const found = await withService(database.db, (tx) =>
    sql<{ login: string }>`
      select distinct login
      from identity.sessions
      join identity.users as person on person.id = user_id
      order by login
    `.execute(tx),
  );
  return found.rows.map(({ login }) => login);
}

test("an admin ends every session of a member, and the log says who did", async () => {
  const done = await signOutMembers.run(contextOf("admin"), { userId: idOf("member") });

  expect(done).toEqual({ people: 1, sessions: 2 });
  expect(await whoIsIn()).toEqual(["admin", "other-owner", "outsider", "owner"]);
  const { lines } = await listAudit.run(contextOf("owner"), {});
  expect(lines[0]).toMatchObject({ action: "sign_out_members", state: "done" });
});

test("everybody else of the workspace is signed out at once: by an admin all but owners, by an owner them as well, and nobody outside", async () => {
  await signOutMembers.run(contextOf("admin"), { userId: null });
  expect(await whoIsIn()).toEqual(["admin", "other-owner", "outsider", "owner"]);

  await signOutMembers.run(contextOf("owner"), { userId: null });
  expect(await whoIsIn()).toEqual(["outsider", "owner"]);
});

test.each(["other-owner", "outsider"] as const)("an admin signs no %s out", async (name) => {
  const asked = signOutMembers.run(contextOf("admin"), { userId: idOf(name) });

  await expect(asked).rejects.toMatchObject({ code: "not_found" });
  expect(await whoIsIn()).toHaveLength(people.length);
});

const changes = [
  ["sessions of others end", async (ctx: ActionContext) => await signOutMembers.run(ctx, { userId: idOf("member") })],
  ["a key is made", async (ctx: ActionContext) => await createApiKey.run(ctx, { name: "ci" })],
  [
    "somebody becomes owner",
    async (ctx: ActionContext) => await changeRole.run(ctx, { userId: idOf("member"), role: "owner" }),
  ],
  [
    "a workspace is deleted",
    async (ctx: ActionContext) => {
      const made = await createWorkspace.run(ctx, { name: "Gone", slug: "gone" });
      return await deleteWorkspace.run(
        { ...ctx, actor: { ...ctx.actor, workspaceId: made.id } },
        { confirmSlug: made.slug },
      );
    },
  ],
] as const;

test.each(changes)("before %s, whoever came in more than an hour ago comes in again", async (_, change) => {
  await expect(change(contextOf("owner", "2026-03-01T10:59:59Z"))).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("sign in again"),
  });
});

test("a sign-in of this hour is enough, and keys and the command line need none", async () => {
  const recent = await signOutMembers.run(contextOf("owner", "2026-03-01T11:30:00Z"), { userId: idOf("member") });
  const program = await signOutMembers.run(contextOf("owner"), { userId: idOf("member") });

  expect([recent.sessions, program.sessions]).toEqual([2, 0]);
});

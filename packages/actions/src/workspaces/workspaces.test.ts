import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, withService, type Role } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  changeRole,
  createWorkspace,
  deleteWorkspace,
  inviteMember,
  leaveWorkspace,
  listAudit,
  listInvitations,
  listMembers,
  removeMember,
  revokeInvitation,
  updateWorkspace,
  type ActionContext,
} from "../index.ts";
import { settleNewcomer } from "../identity/settle-newcomer.ts";

let database: TestDatabase;
let defaultId: number;
let made = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  defaultId = await ensureDefaultWorkspace(database.db);
});

afterAll(async () => {
  await database.drop();
});

function contextOf(userId: string, workspaceId: number): ActionContext {
  return {
    db: database.db,
    clock: systemClock,
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId, workspaceId },
    origin: { source: "web", address: "192.0.2.7", requestId: "request-1" },
  };
}

/** A workspace of its own for each test, and the context of its owner. */
async function newWorkspace(): Promise<{ readonly id: number; readonly slug: string; readonly owner: ActionContext }> {
  const slug = `team-${(made += 1)}`;
  const { id } = await createWorkspace.run(contextOf(localOwnerId, defaultId), { slug, name: "Team" });
  return { id, slug, owner: contextOf(localOwnerId, id) };
}

async function addMember(workspaceId: number, role: Role): Promise<string> {
  const userId = randomUUID();
  await withService(database.db, async (tx) => {
    await sql`
      insert into identity.users (id, name, email, login)
      values (${userId}, ${role}, ${`${userId}@example.com`}, ${`${role}-${userId.slice(0, 8)}`})
    `.execute(tx);
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${userId}, ${role})
    `.execute(tx);
  });
  return userId;
}

test("whoever makes a workspace owns it, and its address is taken from then on", async () => {
  const { slug, owner } = await newWorkspace();

  const { members } = await listMembers.run(owner, {});

  expect(members).toMatchObject([{ userId: localOwnerId, role: "owner" }]);
  await expect(
    createWorkspace.run(contextOf(localOwnerId, defaultId), { slug, name: "Another" }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("settings change one by one, and the log says from what to what", async () => {
  const { owner } = await newWorkspace();

  const after = await updateWorkspace.run(owner, { timeZone: "Europe/Berlin" });

  expect(after).toMatchObject({ name: "Team", timeZone: "Europe/Berlin", responseSlaHours: 48 });
  const { lines } = await listAudit.run(owner, {});
  expect(lines[0]).toMatchObject({
    action: "update_workspace",
    state: "done",
    source: "web",
    address: "192.0.2.7",
    before: { timeZone: "UTC" },
    after: { timeZone: "Europe/Berlin" },
  });
});

test("a time zone that is none is refused", async () => {
  const { owner } = await newWorkspace();

  await expect(updateWorkspace.run(owner, { timeZone: "Mars/Olympus" })).rejects.toThrow(/timeZone: is no time zone/);
});

test("an invitation by login is accepted by that login alone", async () => {
  const { id, owner } = await newWorkspace();
  const { ticket } = await inviteMember.run(owner, { login: "Grace", role: "viewer" });
  const stranger = randomUUID();
  const grace = randomUUID();
  const ctx = { db: database.db, clock: systemClock, logger: createLogger({ name: "test", level: "silent" }) };

  await settleNewcomer(ctx, { userId: stranger, login: "mallory", token: ticket, address: null });
  await settleNewcomer(ctx, { userId: grace, login: "grace", token: null, address: "192.0.2.9" });

  const { members } = await listMembers.run(owner, {});
  expect(members.map((member) => member.userId)).toEqual([localOwnerId, grace]);
  expect(members[1]?.role).toBe("viewer");
  expect((await listInvitations.run(contextOf(localOwnerId, id), {})).invitations).toEqual([]);
  const { lines } = await listAudit.run(owner, {});
  expect(lines[0]).toMatchObject({
    action: "accept_invitation",
    userId: grace,
    source: "web",
    address: "192.0.2.9",
    after: { role: "viewer" },
    state: "done",
  });
});

test("an invitation by link works once, and not after it was taken back", async () => {
  const { owner } = await newWorkspace();
  const ctx = { db: database.db, clock: systemClock, logger: createLogger({ name: "test", level: "silent" }) };
  const first = await inviteMember.run(owner, { role: "admin" });
  const second = await inviteMember.run(owner, {});
  await revokeInvitation.run(owner, { id: second.id });

  const users = [randomUUID(), randomUUID(), randomUUID()] as const;
  await settleNewcomer(ctx, { userId: users[0], login: "a", token: first.ticket, address: null });
  await settleNewcomer(ctx, { userId: users[1], login: "b", token: first.ticket, address: null });
  await settleNewcomer(ctx, { userId: users[2], login: "c", token: second.ticket, address: null });

  const { members } = await listMembers.run(owner, {});
  expect(members.map(({ userId, role }) => [userId, role])).toEqual([
    [localOwnerId, "owner"],
    [users[0], "admin"],
  ]);
});

test("an invitation of another workspace cannot be taken back", async () => {
  const one = await newWorkspace();
  const other = await newWorkspace();
  const { id } = await inviteMember.run(one.owner, {});

  await expect(revokeInvitation.run(other.owner, { id })).rejects.toMatchObject({ code: "not_found" });
});

test("an admin makes no owners and removes none", async () => {
  const { id } = await newWorkspace();
  const admin = contextOf(await addMember(id, "admin"), id);
  const member = await addMember(id, "member");

  await expect(changeRole.run(admin, { userId: member, role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeMember.run(admin, { userId: localOwnerId })).rejects.toMatchObject({ code: "forbidden" });
  await expect(changeRole.run(admin, { userId: member, role: "viewer" })).resolves.toMatchObject({ role: "viewer" });
});

test("the last owner stays, until there is another", async () => {
  const { id, owner } = await newWorkspace();
  const member = await addMember(id, "member");

  await expect(leaveWorkspace.run(owner, {})).rejects.toMatchObject({ code: "conflict" });
  await expect(changeRole.run(owner, { userId: localOwnerId, role: "admin" })).rejects.toMatchObject({
    code: "conflict",
  });
  await changeRole.run(owner, { userId: member, role: "owner" });

  await expect(leaveWorkspace.run(owner, {})).resolves.toMatchObject({ userId: localOwnerId });
  await expect(listMembers.run(owner, {})).rejects.toMatchObject({ code: "forbidden" });
});

test("of two owners who leave at the same moment one stays", async () => {
  const { id, owner } = await newWorkspace();
  const second = contextOf(await addMember(id, "owner"), id);

  const left = await Promise.allSettled([leaveWorkspace.run(owner, {}), leaveWorkspace.run(second, {})]);

  expect(left.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a workspace goes with its owner's word, and only then", async () => {
  const { id, slug, owner } = await newWorkspace();
  const admin = contextOf(await addMember(id, "admin"), id);

  await expect(deleteWorkspace.run(admin, { confirmSlug: slug })).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteWorkspace.run(owner, { confirmSlug: "tema" })).rejects.toThrow(new RegExp(slug));
  await deleteWorkspace.run(owner, { confirmSlug: slug });

  await expect(listMembers.run(owner, {})).rejects.toMatchObject({ code: "forbidden" });
});

test("keys and programs go with whoever is removed or leaves, and with the workspace: nobody finds them open again", async () => {
  const { id, slug, owner } = await newWorkspace();
  const [removed, leaving, staying] = [
    await addMember(id, "member"),
    await addMember(id, "viewer"),
    await addMember(id, "admin"),
  ];
  const everybody = [removed, leaving, staying, localOwnerId];
  await withService(database.db, async (tx) => {
    await sql`
      insert into identity.users (id, name, email)
      values (${localOwnerId}, 'Local owner', 'local-owner@example.com')
      on conflict do nothing
    `.execute(tx);
    await sql`
      insert into identity.oauth_clients (id, client_id, redirect_uris)
      values (gen_random_uuid(), ${slug}, '[]')
    `.execute(tx);
    await sql`
      insert into identity.api_keys (id, reference_id, key, metadata)
      select gen_random_uuid(), person, 'hash of ' || person || ${slug}, ${JSON.stringify({ workspaceId: id })}
      from unnest(${everybody}::uuid[]) as person
    `.execute(tx);
    await sql`
      insert into identity.oauth_consents (id, client_id, user_id, reference_id, scopes)
      select gen_random_uuid(), ${slug}, person, ${String(id)}, '[]'
      from unnest(${everybody}::uuid[]) as person
    `.execute(tx);
    await sql`
      insert into identity.oauth_refresh_tokens (id, token, client_id, user_id, reference_id, scopes, expires_at)
      select gen_random_uuid(), 'hash of ' || person || ${slug}, ${slug}, person, ${String(id)}, '[]', now() + interval '1 day'
      from unnest(${everybody}::uuid[]) as person
    `.execute(tx);
  });

  await removeMember.run(owner, { userId: removed });
  await leaveWorkspace.run(contextOf(leaving, id), {});
  const left = await readWays(id);
  await deleteWorkspace.run(owner, { confirmSlug: slug });

  const both = [staying, localOwnerId].toSorted();
  expect(left).toEqual({ keys: both, programs: both, tokens: both });
  expect(await readWays(id)).toEqual({ keys: [], programs: [], tokens: [] });
});

async function readWays(workspaceId: number): Promise<unknown> {
  const found = await withService(database.db, (tx) =>
    sql`
      select
        array(
          select reference_id::text from identity.api_keys
          where (metadata::jsonb ->> 'workspaceId')::bigint = ${workspaceId} order by 1
        ) as keys,
        array(
          select user_id::text from identity.oauth_consents where reference_id = ${String(workspaceId)} order by 1
        ) as programs,
        array(
          select user_id::text from identity.oauth_refresh_tokens where reference_id = ${String(workspaceId)} order by 1
        ) as tokens
    `.execute(tx),
  );
  return found.rows[0];
}

test("the log is for admins, and names a refusal", async () => {
  const { id, owner } = await newWorkspace();
  const viewer = contextOf(await addMember(id, "viewer"), id);

  await expect(updateWorkspace.run(viewer, { name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });

  await expect(listAudit.run(viewer, {})).rejects.toMatchObject({ code: "forbidden" });
  const { lines } = await listAudit.run(owner, {});
  expect(lines[0]).toMatchObject({ action: "update_workspace", state: "refused", userId: viewer.actor.userId });
});

import { withService, type Role, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type RunContext } from "../action.ts";
import { requireRecentSignIn } from "../identity/require-recent-sign-in.ts";
import { closeWays } from "./close-ways.ts";

const roles = ["owner", "admin", "member", "viewer"] as const;

/**
 * Gives a member another role. Owners are made and unmade by owners alone, and the last one stays: a workspace always has one.
 * Handing a workspace over is making somebody owner, and leaving.
 */
export const changeRole = defineAction({
  name: "change_role",
  summary: "Give a member of the workspace another role",
  scope: "admin",
  input: z.object({ userId: z.uuid(), role: z.enum(roles) }),
  run: async (ctx, { userId, role }) =>
    await changeMemberships(ctx, async (tx, members) => {
      const before = roleOf(members, userId);
      if (role === "owner") requireRecentSignIn({ clock: ctx.clock, signedInAt: ctx.actor.signedInAt });
      requireOwner(ctx, members, before === "owner" || role === "owner");
      if (before === "owner" && role !== "owner") requireOtherOwner(members, userId);
      await sql`
        update pulse.memberships
        set role = ${role}
        where workspace_id = ${ctx.actor.workspaceId}
          and user_id = ${userId}
      `.execute(tx);
      ctx.note({ before: { userId, role: before }, after: { userId, role } });
      return { userId, role };
    }),
});

/** Takes somebody out of the workspace; their keys for it stop working at once. */
export const removeMember = defineAction({
  name: "remove_member",
  summary: "Take a member out of the workspace",
  scope: "admin",
  input: z.object({ userId: z.uuid() }),
  run: async (ctx, { userId }) =>
    await changeMemberships(ctx, async (tx, members) => {
      const before = roleOf(members, userId);
      requireOwner(ctx, members, before === "owner");
      if (before === "owner") requireOtherOwner(members, userId);
      await remove(tx, ctx.actor.workspaceId, userId);
      ctx.note({ before: { userId, role: before }, after: null });
      return { userId };
    }),
});

/** Leaves the workspace. Anybody may, but for its last owner. */
export const leaveWorkspace = defineAction({
  name: "leave_workspace",
  summary: "Leave the workspace",
  scope: "read",
  changes: true,
  input: z.object({}),
  run: async (ctx) =>
    await changeMemberships(ctx, async (tx, members) => {
      const { userId, workspaceId } = ctx.actor;
      const before = roleOf(members, userId);
      if (before === "owner") requireOtherOwner(members, userId);
      await remove(tx, workspaceId, userId);
      ctx.note({ before: { userId, role: before }, after: null });
      return { userId };
    }),
});

type Membership = { readonly userId: string; readonly role: Role };

// All of them under lock, so that of two owners who leave at the same moment one stays.
async function changeMemberships<T>(
  ctx: RunContext,
  work: (tx: Tx, members: readonly Membership[]) => Promise<T>,
): Promise<T> {
  return await withService(ctx.db, async (tx) => {
    const found = await sql<Membership>`
      select user_id, role
      from pulse.memberships
      where workspace_id = ${ctx.actor.workspaceId}
      order by user_id
      for update
    `.execute(tx);
    return await work(tx, found.rows);
  });
}

function roleOf(members: readonly Membership[], userId: string): Role {
  const member = members.find((entry) => entry.userId === userId);
  if (member === undefined) throw new AppError("not_found", "Nobody with this id belongs to the workspace");
  return member.role;
}

function requireOwner(ctx: RunContext, members: readonly Membership[], isNeeded: boolean): void {
  if (!isNeeded || roleOf(members, ctx.actor.userId) === "owner") return;
  throw new AppError("forbidden", "Only an owner of the workspace makes, changes or removes owners");
}

function requireOtherOwner(members: readonly Membership[], userId: string): void {
  if (members.some((entry) => entry.role === "owner" && entry.userId !== userId)) return;
  throw new AppError("conflict", "This is the last owner. Make somebody else owner first, or delete the workspace");
}

async function remove(tx: Tx, workspaceId: number, userId: string): Promise<void> {
  await sql`
    delete from pulse.memberships
    where workspace_id = ${workspaceId}
      and user_id = ${userId}
  `.execute(tx);
  await closeWays(tx, { workspaceId, userId });
}

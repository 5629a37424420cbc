import { randomBytes } from "node:crypto";

import { withService, type Role } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { hashToken } from "../identity/sign-in-links.ts";

const lifeMs = 7 * 24 * 3_600_000;

/**
 * Invites somebody: by GitHub login (only that person can accept, by signing in) or by a link that whoever holds it can use once.
 * The token is given here and never again.
 */
export const inviteMember = defineAction({
  name: "invite_member",
  summary: "Invite somebody to the workspace, by GitHub login or by a link",
  scope: "admin",
  input: z.object({
    login: z
      .string()
      .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, "is no GitHub login")
      .nullable()
      .default(null),
    role: z.enum(["admin", "member", "viewer"]).default("member"),
  }),
  run: async (ctx, { login, role }) => {
    const token = randomBytes(32).toString("base64url");
    const expiresAt = new Date(ctx.clock.now().getTime() + lifeMs);
    const made = await withService(ctx.db, (tx) =>
      sql<{ id: number }>`
        insert into pulse.invitations (workspace_id, role, login, token_hash, invited_by, created_at, expires_at)
        values (
          ${ctx.actor.workspaceId}, ${role}, ${login}, ${hashToken(token)}, ${ctx.actor.userId}, ${ctx.clock.now()}, ${expiresAt}
        )
        returning id
      `.execute(tx),
    );
    const [row] = made.rows;
    if (row === undefined) throw new Error("the invitation was not made");
    ctx.note({ after: { id: row.id, login, role, expiresAt } });
    return { id: row.id, login, role, expiresAt, ticket: token, path: `/join/${token}` };
  },
});

export type Invitation = {
  readonly id: number;
  readonly login: string | null;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** Invitations that somebody can still accept. */
export const listInvitations = defineAction({
  name: "list_invitations",
  summary: "List the open invitations of the workspace",
  scope: "admin",
  changes: false,
  input: z.object({}),
  run: async (ctx) => {
    const found = await withService(ctx.db, (tx) =>
      sql<Invitation>`
        select id, login, role, created_at, expires_at
        from pulse.invitations
        where workspace_id = ${ctx.actor.workspaceId}
          and accepted_at is null
          and expires_at > ${ctx.clock.now()}
        order by created_at, id
      `.execute(tx),
    );
    return { invitations: found.rows };
  },
});

/** Takes an invitation back. Throws `not_found` when it was accepted already or belongs to another workspace. */
export const revokeInvitation = defineAction({
  name: "revoke_invitation",
  summary: "Take an invitation back",
  scope: "admin",
  input: z.object({ id: z.number().int().positive() }),
  run: async (ctx, { id }) => {
    const revoked = await withService(ctx.db, (tx) =>
      sql<{ login: string | null; role: string }>`
        delete from pulse.invitations
        where workspace_id = ${ctx.actor.workspaceId}
          and id = ${id}
          and accepted_at is null
        returning login, role
      `.execute(tx),
    );
    const [before] = revoked.rows;
    if (before === undefined) throw new AppError("not_found", `There is no open invitation ${id} in this workspace`);
    ctx.note({ before });
    return { id };
  },
});

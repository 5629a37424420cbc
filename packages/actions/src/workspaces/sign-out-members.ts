import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { requireRecentSignIn } from "../identity/require-recent-sign-in.ts";

/**
 * Ends every session of a member at once, or of all members but oneself: for a lost machine, or after a break-in. They sign in again; their role
 * and keys stay. Owners are signed out by owners alone.
 */
export const signOutMembers = defineAction({
  name: "sign_out_members",
  summary: "End every session of a member, or of all other members of the workspace",
  scope: "admin",
  input: z.object({ userId: z.uuid().nullable().describe("null: everybody else") }),
  run: async (ctx, { userId }) => {
    requireRecentSignIn({ clock: ctx.clock, signedInAt: ctx.actor.signedInAt });
    const { people, sessions } = await withService(ctx.db, async (tx) => {
      const found = await sql<{ readonly userId: string }>`
        select member.user_id
        from pulse.memberships as member
        join pulse.memberships as asking
          on asking.workspace_id = member.workspace_id
          and asking.user_id = ${ctx.actor.userId}
        where member.workspace_id = ${ctx.actor.workspaceId}
          and member.user_id <> asking.user_id
          and (${userId}::uuid is null or member.user_id = ${userId})
          and (member.role <> 'owner' or asking.role = 'owner')
        order by member.user_id
      `.execute(tx);
      const ids = found.rows.map((row) => row.userId);
      const ended = await sql`
        delete from identity.sessions
        where user_id = any (${ids}::uuid[])
        returning id
      `.execute(tx);
      return { people: ids.length, sessions: ended.rows.length };
    });
    if (userId !== null && people === 0) {
      throw new AppError(
        "not_found",
        "Nobody else with this id belongs to the workspace whom you may sign out. Owners are signed out by owners, and you under Settings, You",
      );
    }
    ctx.note({ before: { userId, sessions }, after: { userId, sessions: 0 } });
    return { people, sessions };
  },
});

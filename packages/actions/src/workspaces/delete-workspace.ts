import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { requireRecentSignIn } from "../identity/require-recent-sign-in.ts";
import { closeWays } from "./close-ways.ts";

/** Deletes the workspace with every fact in it, for good. Owners only, who write its address to prove that they mean this one. */
export const deleteWorkspace = defineAction({
  name: "delete_workspace",
  summary: "Delete the workspace and everything in it, for good",
  scope: "admin",
  input: z.object({ confirmSlug: z.string() }),
  run: async (ctx, { confirmSlug }) => {
    const deleted = await withService(ctx.db, (tx) =>
      sql<{ slug: string; isConfirmed: boolean; role: string }>`
        select workspace.slug, workspace.slug = ${confirmSlug} as is_confirmed, membership.role
        from pulse.workspaces as workspace
        join pulse.memberships as membership
          on membership.workspace_id = workspace.id
        where workspace.id = ${ctx.actor.workspaceId}
          and membership.user_id = ${ctx.actor.userId}
      `.execute(tx),
    );
    const [workspace] = deleted.rows;
    if (workspace?.role !== "owner") throw new AppError("forbidden", "Only an owner deletes a workspace");
    if (!workspace.isConfirmed) {
      throw new AppError(
        "invalid",
        `confirmSlug is not the address of this workspace. To delete it, write: ${workspace.slug}`,
      );
    }
    if (workspace.slug === "default") {
      throw new AppError(
        "conflict",
        "The workspace default is where an installation begins, and stays. Disconnect its repositories instead",
      );
    }
    requireRecentSignIn({ clock: ctx.clock, signedInAt: ctx.actor.signedInAt });
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      await sql`delete from pulse.workspaces where id = ${workspaceId}`.execute(tx);
      await closeWays(tx, { workspaceId, userId: null });
    });
    // Its log goes with it, so that this is told where the program's own log is kept.
    ctx.logger.warn(
      { user_id: ctx.actor.userId, address: ctx.origin?.address ?? null, slug: workspace.slug },
      "workspace deleted",
    );
    return { slug: workspace.slug };
  },
});

import { withService, withWorkspace } from "@pulse/db";
import { listRateBudgets } from "@pulse/github";
import { sql } from "kysely";
import { z } from "zod";

import { readsStored } from "../analytics/window.ts";
import type { ActionContext } from "../../action.ts";
import { defineTool } from "../tool.ts";

export const githubWhoami = defineTool({
  name: "github_whoami",
  title: "Who asks",
  description: "Who is asking, in which workspace, what they may, and what GitHub's limits leave.",
  set: "context",
  scope: "read",
  hints: readsStored,
  input: {},
  output: {
    workspace: z.string(),
    time_zone: z.string(),
    role: z.string(),
    scopes: z.array(z.string()).nullable().describe("of the key; null: whatever the role may"),
    writable_owners: z.array(z.string()),
    read_only: z.boolean(),
    toolsets: z.array(z.string()).nullable().describe("null: all"),
    rate_limits: z.array(z.record(z.string(), z.unknown())),
  },
  run: async (ctx) => {
    const { userId, workspaceId, scopes } = ctx.actor;
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<{ workspace: string; timeZone: string; role: string }>`
        select workspace.slug as workspace, workspace.time_zone, membership.role
        from pulse.workspaces as workspace
        join pulse.memberships as membership
          on membership.workspace_id = workspace.id
          and membership.user_id = ${userId}
        where workspace.id = ${workspaceId}
      `.execute(tx),
    );
    const [row] = found.rows;
    if (row === undefined) throw new Error("who may ask belongs to the workspace");
    const { workspace, timeZone, role } = row;
    const { writableOwners = [], isReadOnly = false, sets = null } = ctx.toolRules ?? {};
    return {
      workspace,
      time_zone: timeZone,
      role,
      scopes: scopes ?? null,
      writable_owners: isReadOnly ? [] : writableOwners,
      read_only: isReadOnly,
      toolsets: sets,
      rate_limits: await readLimits(ctx),
    };
  },
});

async function readLimits({ db, actor }: ActionContext) {
  const { limits } = await withService(db, (tx) => listRateBudgets(tx, actor.workspaceId));
  return limits.map(({ connectionId, resource, quota, remaining, resetAt }) => ({
    connection: connectionId,
    resource,
    quota,
    remaining,
    reset_at: resetAt?.toISOString() ?? null,
  }));
}

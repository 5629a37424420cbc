import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { readsStored } from "../analytics/window.ts";
import { defineTool } from "../tool.ts";

export const githubWhoami = defineTool({
  name: "github_whoami",
  title: "Who asks",
  description:
    "Who is asking, in which workspace, with which role and scopes, and to whose repositories this installation lets programs write.",
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
  },
  run: async (ctx) => {
    const { userId, scopes } = ctx.actor;
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<{ workspace: string; timeZone: string; role: string }>`
        select workspace.slug as workspace, workspace.time_zone, membership.role
        from pulse.workspaces as workspace
        join pulse.memberships as membership
          on membership.workspace_id = workspace.id
          and membership.user_id = ${userId}
        where workspace.id = ${ctx.actor.workspaceId}
      `.execute(tx),
    );
    const [row] = found.rows;
    if (row === undefined) throw new Error("who may ask belongs to the workspace");
    const { workspace, timeZone, role } = row;
    return {
      workspace,
      time_zone: timeZone,
      role,
      scopes: scopes ?? null,
      writable_owners: ctx.toolRules?.writableOwners ?? [],
    };
  },
});

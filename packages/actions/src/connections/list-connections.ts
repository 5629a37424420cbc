import { withService } from "@pulse/db";
import { listConnectionRows, listRateBudgets } from "@pulse/github";
import { z } from "zod";

import { defineAction } from "../action.ts";

/** The connections of the workspace, oldest first, with what is left of their limits. Nothing of it is secret. */
export const listConnections = defineAction({
  name: "list_connections",
  summary: "List the connections of the workspace to GitHub, their state and what is left of their limits",
  scope: "read",
  input: z.object({}),
  run: async (ctx) =>
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const [rows, budgets] = [await listConnectionRows(tx, workspaceId), await listRateBudgets(tx, workspaceId)];
      return {
        connections: rows.map((row) => ({
          ...row,
          repositories: budgets.repositories.get(row.id) ?? 0,
          limits: budgets.limits.filter((limit) => limit.connectionId === row.id),
        })),
      };
    }),
});

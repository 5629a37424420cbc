import { withService } from "@pulse/db";
import { getConnectionRow, removeConnectionRow } from "@pulse/github";
import { z } from "zod";

import { defineAction } from "../action.ts";

/** Forgets a connection and its secret. Facts already read stay; its repositories are no longer read. */
export const removeConnection = defineAction({
  name: "remove_connection",
  summary: "Forget a connection and its secret; the repositories it read keep their facts and are read no more",
  scope: "admin",
  input: z.object({ name: z.string().trim().min(1).max(100).describe("the connection's name") }),
  run: async (ctx, input) =>
    await withService(ctx.db, async (tx) => {
      const { workspaceId } = ctx.actor;
      const row = await getConnectionRow(tx, { workspaceId, name: input.name });
      const repositories = await removeConnectionRow(tx, { workspaceId, id: row.id });
      ctx.note({ before: { name: row.name, kind: row.kind, login: row.login, repositories }, after: null });
      return { name: row.name, repositories };
    }),
});

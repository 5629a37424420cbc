import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { getExport } from "./export-request.ts";

/** Deletes a file before its time, or gives up one that is still being written. */
export const removeExport = defineAction({
  name: "remove_export",
  summary: "Delete a file that you asked for, or stop it from being written",
  scope: "read",
  changes: true,
  input: z.object({ id: z.number().int().positive() }),
  run: async (ctx, { id }) => {
    const { what, format, fileName, state } = await getExport(ctx, id);
    await withService(ctx.db, (tx) =>
      sql`delete from pulse.exports where workspace_id = ${ctx.actor.workspaceId} and id = ${id}`.execute(tx),
    );
    ctx.note({ before: { id, what, format, fileName, state }, after: null });
    return { id };
  },
});

import { withWorkspace } from "@pulse/db";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { readExports, type ExportSummary } from "./export-request.ts";

/** The actor's own exports that are not gone, newest first. */
export const listExports = defineAction({
  name: "list_exports",
  summary: "List the files that you asked for, how far they are, and until when they can be fetched",
  scope: "read",
  input: z.object({}),
  run: async (ctx): Promise<{ readonly exports: readonly ExportSummary[] }> => ({
    exports: await withWorkspace(ctx.db, ctx.actor, (tx) => readExports(tx, null)),
  }),
});

import { refreshStatistics } from "@pulse/db";
import { importArchive as importArchiveFile } from "@pulse/github";
import { z } from "zod";

import { defineAction } from "./action.ts";

/** Imports one IETF archive.json, whole or not at all. Reports progress in rows. */
export const importArchive = defineAction({
  name: "import_archive",
  summary: "Import a repository's issues and pull requests from an IETF archive.json",
  scope: "write",
  input: z.object({
    file: z.string().min(1),
    /** How messages call the file. */
    fileName: z.string().min(1).optional(),
  }),
  run: async (ctx, { file, fileName }) => {
    const startedMs = ctx.clock.now().getTime();
    const imported = await importArchiveFile(ctx.db, {
      workspaceId: ctx.actor.workspaceId,
      file,
      fileName: fileName ?? file,
      signal: ctx.signal,
      onProgress: ctx.onProgress,
    });
    if (!imported.isOlder) await refreshStatistics(ctx.db);
    ctx.note({ after: imported });
    const seconds = (ctx.clock.now().getTime() - startedMs) / 1000;
    return { ...imported, seconds, rowsPerSecond: seconds > 0 ? Math.round(imported.rows / seconds) : null };
  },
});

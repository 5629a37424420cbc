import { refreshStatistics } from "@pulse/db";
import { importGit as importClone } from "@pulse/github";
import { z } from "zod";

import { defineAction } from "./action.ts";

/** Imports commits and tags of a clone, and ties commits and files to the pull requests that are known already. */
export const importGit = defineAction({
  name: "import_git",
  summary: "Import commits, authors, sizes and tags from a git clone",
  scope: "write",
  input: z.object({
    dir: z.string().min(1),
    repository: z.string().min(1),
    branch: z.string().min(1).optional(),
  }),
  run: async (ctx, { dir, repository, branch }) => {
    const startedAt = ctx.clock.now();
    const imported = await importClone(ctx.db, {
      workspaceId: ctx.actor.workspaceId,
      dir,
      repository,
      branch,
      now: startedAt,
      signal: ctx.signal,
      onProgress: ctx.onProgress,
    });
    await refreshStatistics(ctx.db);
    ctx.note({ after: imported });
    const seconds = (ctx.clock.now().getTime() - startedAt.getTime()) / 1000;
    return { ...imported, seconds, rowsPerSecond: seconds > 0 ? Math.round(imported.rows / seconds) : null };
  },
});

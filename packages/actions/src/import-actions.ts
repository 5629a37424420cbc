import { refreshStatistics } from "@pulse/db";
import { importActions as importActionsFiles } from "@pulse/github";
import { z } from "zod";

import { defineAction } from "./action.ts";

/** Imports workflow runs, and jobs with their steps, from files of REST answers: whole or not at all. Reports progress in rows. */
export const importActions = defineAction({
  name: "import_actions",
  summary: "Import workflow runs, jobs and steps from saved answers of GitHub's REST API",
  scope: "write",
  input: z.object({
    repository: z.string().min(1),
    runs: z.string().min(1),
    jobs: z.string().min(1).optional(),
    /** How messages call the files. */
    runsName: z.string().min(1).optional(),
    jobsName: z.string().min(1).optional(),
  }),
  run: async (ctx, { repository, runs, jobs, runsName, jobsName }) => {
    const startedMs = ctx.clock.now().getTime();
    const imported = await importActionsFiles(ctx.db, {
      workspaceId: ctx.actor.workspaceId,
      repository,
      runs: { file: runs, fileName: runsName ?? runs },
      jobs: jobs === undefined ? null : { file: jobs, fileName: jobsName ?? jobs },
      signal: ctx.signal,
      onProgress: ctx.onProgress,
    });
    await refreshStatistics(ctx.db);
    ctx.note({ after: imported });
    const seconds = (ctx.clock.now().getTime() - startedMs) / 1000;
    return { ...imported, seconds, rowsPerSecond: seconds > 0 ? Math.round(imported.rows / seconds) : null };
  },
});

import { createGitHubClient, openConnection, syncRepository, type ClaimedRun } from "@pulse/github";
import { AppError } from "@pulse/kit";

import type { WorkContext } from "./work-context.ts";

/** Reads the repository of a claimed run with its own connection. What ends or pauses the reading is noted by the engine itself. */
export async function doRun(ctx: WorkContext, run: ClaimedRun, signal: AbortSignal): Promise<void> {
  if (run.connectionId === null) {
    throw new AppError(
      "conflict",
      `${run.fullName} has no connection to be read with. Run: ./pulse repo connect ${run.fullName}`,
    );
  }
  const connection = await openConnection(ctx, { workspaceId: run.workspaceId, id: run.connectionId });
  const client = createGitHubClient(ctx, connection, { purpose: "sync", apiUrl: ctx.apiUrl });
  await syncRepository(
    { db: ctx.db, clock: ctx.clock, logger: ctx.logger, client, signal, workerId: ctx.workerId },
    { workspaceId: run.workspaceId, repositoryId: run.repositoryId, runId: run.id, trigger: run.trigger },
  );
}

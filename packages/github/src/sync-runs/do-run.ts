import type { Db, KeyRing } from "@pulse/db";
import { AppError, type Clock, type Logger } from "@pulse/kit";

import { createGitHubClient } from "../client/create-github-client.ts";
import { openConnection } from "../connections/open-connection.ts";
import { syncRepository } from "../sync/sync-repository.ts";
import type { ClaimedRun } from "./claim-run.ts";

export type ReadingContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerId: string;
  readonly keys: KeyRing;
  readonly apiUrl: string;
  readonly fetch?: typeof fetch;
};

/** Reads the repository of a claimed run with its own connection. What ends or pauses the reading is noted by the engine itself. */
export async function doRun(ctx: ReadingContext, run: ClaimedRun, signal: AbortSignal): Promise<void> {
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

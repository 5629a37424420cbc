import { deleteExpired, type RecurringJob } from "@pulse/db";
import {
  listUnprovenRepositories,
  openConnection,
  proveAccess,
  queueDueRuns,
  queueSweeps,
  recoverAllHooks,
  type ReadingContext,
} from "@pulse/github";
import { isAppError } from "@pulse/kit";

const provenAtOnce = 200;

/** What happens by itself: each turn is done by one worker of all. */
export function recurringJobs(ctx: ReadingContext): readonly RecurringJob[] {
  return [
    { name: "queue-due-runs", cron: "* * * * *", work: async () => void (await queueDueRuns(ctx.db)) },
    { name: "queue-sweeps", cron: "11 * * * *", work: async () => void (await queueSweeps(ctx.db)) },
    { name: "prove-access", cron: "*/10 * * * *", work: async (signal) => await proveAll(ctx, signal) },
    { name: "recover-deliveries", cron: "7-59/10 * * * *", work: async (signal) => await recoverAllHooks(ctx, signal) },
    { name: "delete-expired", cron: "41 * * * *", work: async (signal) => void (await deleteExpired(ctx.db, signal)) },
  ];
}

async function proveAll(ctx: ReadingContext, signal: AbortSignal): Promise<void> {
  const paused = new Set<number>();
  for (const repository of await listUnprovenRepositories(ctx.db, provenAtOnce)) {
    signal.throwIfAborted();
    if (paused.has(repository.connectionId)) continue;
    try {
      const connection = await openConnection(ctx, {
        workspaceId: repository.workspaceId,
        id: repository.connectionId,
      });
      await proveAccess(ctx, connection, { repository, apiUrl: ctx.apiUrl, signal });
    } catch (error) {
      if (!isAppError(error)) throw error;
      // A limit, or GitHub away: nothing was proven either way, and the next turn asks again.
      paused.add(repository.connectionId);
      ctx.logger.info({ err: error, repository: repository.fullName }, "access could not be checked now");
    }
  }
}

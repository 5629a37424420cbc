import type { ActionContext } from "@pulse/actions";
import { getWorkspace, localOwnerId } from "@pulse/db";
import { createLogger, systemClock } from "@pulse/kit";

import type { CliContext } from "./context.ts";

/** Runs `work` as the local owner in the workspace that the command line names, with the database open for as long. */
export async function withActionContext<T>(
  ctx: CliContext,
  work: (actionCtx: ActionContext, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const database = await ctx.openDatabase();
  try {
    const workspace = await getWorkspace(database.db, { slug: ctx.workspace, userId: localOwnerId });
    const actionCtx: ActionContext = {
      db: database.db,
      clock: systemClock,
      // Its lines go to stdout, which is for data here; a command talks through `say`.
      logger: createLogger({ name: "cli", level: "silent" }),
      actor: { userId: localOwnerId, workspaceId: workspace.id },
      signal: ctx.signal,
    };
    return await work(actionCtx, database.url);
  } finally {
    await database.close();
  }
}

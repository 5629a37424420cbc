import { withService, type Db, type KeyRing } from "@pulse/db";
import { isAppError, type Clock, type Logger } from "@pulse/kit";

import { createGitHubClient } from "../client/create-github-client.ts";
import { openConnection } from "../connections/open-connection.ts";
import { listHookRows } from "./hook-rows.ts";
import { recoverHook } from "./recover-hook.ts";

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keys: KeyRing;
  readonly apiUrl: string;
};

/** Recovers every hook of every workspace. One whose connection does not work now is left to the next time. */
export async function recoverAllHooks(ctx: Context, signal: AbortSignal): Promise<void> {
  const hooks = await withService(ctx.db, (tx) => listHookRows(tx, null));
  for (const hook of hooks) {
    signal.throwIfAborted();
    try {
      const opened = await openConnection(ctx, { workspaceId: hook.workspaceId, id: hook.connectionId });
      const client = createGitHubClient(ctx, opened, { purpose: "sync", apiUrl: ctx.apiUrl });
      const { requested, givenUp } = await recoverHook({ db: ctx.db, client, signal }, hook);
      if (requested + givenUp > 0)
        ctx.logger.warn({ target: hook.target, requested, givenUp }, "GitHub could not deliver");
    } catch (error) {
      if (!isAppError(error)) throw error;
      ctx.logger.info({ err: error, target: hook.target }, "a hook could not be looked after now");
    }
  }
}

import { withService, type Db, type KeyRing } from "@pulse/db";
import { isAppError, type Clock, type Logger } from "@pulse/kit";

import { createGitHubClient } from "../client/create-github-client.ts";
import type { GitHubClient, OpenedConnection } from "../client/github-client.ts";
import { asAppItself } from "../connections/as-app-itself.ts";
import { openConnection } from "../connections/open-connection.ts";
import { listHookRows } from "./hook-rows.ts";
import { listApps } from "./list-apps.ts";
import { recoverApp } from "./recover-app.ts";
import { recoverHook, type Recovery } from "./recover-hook.ts";

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keys: KeyRing;
  readonly apiUrl: string;
};

/** Recovers every hook of every workspace, and of every GitHub App. One whose connection does not work now is left to the next time. */
export async function recoverAllHooks(ctx: Context, signal: AbortSignal): Promise<void> {
  const [hooks, apps] = await withService(ctx.db, async (tx) => [
    await listHookRows(tx, null),
    await listApps(tx, null),
  ]);
  for (const hook of hooks) {
    signal.throwIfAborted();
    await lookAfter(ctx, hook.target, async () => {
      const opened = await openConnection(ctx, { workspaceId: hook.workspaceId, id: hook.connectionId });
      return await recoverHook({ db: ctx.db, client: clientOf(ctx, opened), signal }, hook);
    });
  }
  for (const app of apps) {
    const [connection] = app.connections;
    signal.throwIfAborted();
    if (connection === undefined) continue;
    await lookAfter(ctx, `GitHub App ${app.appId}`, async () => {
      const opened = asAppItself(await openConnection(ctx, connection));
      return await recoverApp({ db: ctx.db, client: clientOf(ctx, opened), signal }, app);
    });
  }
}

function clientOf(ctx: Context, opened: OpenedConnection): GitHubClient {
  return createGitHubClient(ctx, opened, { purpose: "sync", apiUrl: ctx.apiUrl });
}

async function lookAfter(ctx: Context, target: string, recover: () => Promise<Recovery | null>): Promise<void> {
  try {
    const recovery = await recover();
    if (recovery !== null && recovery.requested + recovery.givenUp > 0)
      ctx.logger.warn({ target, ...recovery }, "GitHub could not deliver");
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.logger.info({ err: error, target }, "a hook could not be looked after now");
  }
}

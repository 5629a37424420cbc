import { withService } from "@pulse/db";
import { asAppItself, listApps, listHookRows, recoverApp, recoverHook } from "@pulse/github";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { clientFor, openClient } from "../connections/open-client.ts";

/** What the worker does by itself every few minutes, at once: asks GitHub again for what it could not deliver. */
export const recoverWebhooks = defineAction({
  name: "recover_webhooks",
  summary: "Ask GitHub to send again what it could not deliver, and let sync close the gap",
  scope: "write",
  input: z.object({}),
  run: async (ctx) => {
    const { workspaceId } = ctx.actor;
    const [rows, apps] = await withService(ctx.db, async (tx) => [
      await listHookRows(tx, workspaceId),
      await listApps(tx, workspaceId),
    ]);
    const signal = ctx.signal === undefined ? {} : { signal: ctx.signal };
    const webhooks = [];
    for (const row of rows) {
      const { client } = await openClient(ctx, { id: row.connectionId, workspaceId });
      const recovery = await recoverHook({ db: ctx.db, client, ...signal }, row);
      webhooks.push({ target: row.target, ...recovery });
    }
    for (const app of apps) {
      const [connection] = app.connections;
      if (connection === undefined) continue;
      const opened = await openClient(ctx, connection);
      const client = clientFor(ctx, asAppItself(opened.connection));
      const recovery = await recoverApp({ db: ctx.db, client, ...signal }, app);
      if (recovery !== null) webhooks.push({ target: `GitHub App ${app.appId}`, ...recovery });
    }
    ctx.note({ after: { webhooks } });
    return { webhooks };
  },
});

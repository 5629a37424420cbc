import { withService } from "@pulse/db";
import {
  dropOldWebhookSecrets,
  getConnectionRow,
  listHookRows,
  parseHookTarget,
  rotateWebhookSecret as rotate,
  setHookSecret,
} from "@pulse/github";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { openClient, requireGitHub } from "../connections/open-client.ts";

/** Gives all hooks of a connection a new secret. The one before is taken too, until the next rotation or until it is ended with `finish`. */
export const rotateWebhookSecret = defineAction({
  name: "rotate_webhook_secret",
  summary: "Give the hooks of a connection a new secret; the old one still works until the rotation is finished",
  scope: "admin",
  input: z.object({
    connection: z.string().trim().min(1).describe("the connection whose hooks get a new secret"),
    finish: z.boolean().default(false).describe("take only the newest secret from now on, and make no new one"),
  }),
  run: async (ctx, input) => {
    const { workspaceId } = ctx.actor;
    const { keys } = requireGitHub(ctx);
    const { connection, hooks } = await withService(ctx.db, async (tx) => {
      const row = await getConnectionRow(tx, { workspaceId, name: input.connection });
      const all = await listHookRows(tx, workspaceId);
      return { connection: row, hooks: all.filter((hook) => hook.connectionId === row.id) };
    });
    if (input.finish) {
      await dropOldWebhookSecrets({ db: ctx.db, keys }, connection);
      ctx.note({ after: { connection: connection.name, hooks: hooks.length, isFinished: true } });
      return { connection: connection.name, hooks: hooks.length, isFinished: true };
    }
    const { client } = await openClient(ctx, connection);
    const secret = await rotate({ db: ctx.db, keys }, connection);
    for (const hook of hooks) {
      await setHookSecret(client, { target: parseHookTarget(hook.target), hookId: hook.hookId, url: hook.url, secret });
    }
    ctx.note({ after: { connection: connection.name, hooks: hooks.length, isFinished: false } });
    return { connection: connection.name, hooks: hooks.length, isFinished: false };
  },
});

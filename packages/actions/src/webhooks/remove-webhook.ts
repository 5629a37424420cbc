import { withService } from "@pulse/db";
import { deleteHook, listHookRows, parseHookTarget, removeHookRow } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { openClient } from "../connections/open-client.ts";

/** Removes the hooks of a target from GitHub and from here. */
export const removeWebhook = defineAction({
  name: "remove_webhook",
  summary: "Remove a hook from GitHub; what it delivered stays",
  scope: "admin",
  input: z.object({ target: z.string().describe("the repository as OWNER/NAME, or an organisation") }),
  run: async (ctx, input) => {
    const target = parseHookTarget(input.target);
    const { workspaceId } = ctx.actor;
    const rows = await withService(ctx.db, (tx) => listHookRows(tx, workspaceId));
    const own = rows.filter((row) => row.target.toLowerCase() === target.name.toLowerCase());
    if (own.length === 0) {
      throw new AppError("not_found", `No hook of ours is on ${target.name}. Run: ./pulse webhook list`);
    }
    const before = own.map(({ hookId, url, events }) => ({ hookId, url, events }));
    ctx.note({ before: { target: target.name, hooks: before } });
    for (const row of own) {
      const { client } = await openClient(ctx, { id: row.connectionId, workspaceId });
      await deleteHook(client, { target, hookId: row.hookId });
      await withService(ctx.db, (tx) => removeHookRow(tx, row));
    }
    ctx.note({ after: null });
    return { target: target.name, removed: own.length };
  },
});

import { withWorkspace } from "@pulse/db";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { readSettings } from "./read-settings.ts";

/** The settings that the workspace's numbers are computed with. */
export const showWorkspace = defineAction({
  name: "show_workspace",
  summary: "Show the settings of the workspace",
  scope: "read",
  input: z.object({}),
  run: async (ctx) =>
    await withWorkspace(ctx.db, ctx.actor, (tx) =>
      readSettings(tx, { workspaceId: ctx.actor.workspaceId, isLocked: false }),
    ),
});

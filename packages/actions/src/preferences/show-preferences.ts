import { withWorkspace } from "@pulse/db";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { selectPreferences, type Preferences } from "./preferences.ts";

/** The preferences of the one who asks; they are the same in all workspaces. */
export const showPreferences = defineAction({
  name: "show_preferences",
  summary: "Show your own theme, time zone and first day of the week",
  scope: "read",
  input: z.object({}),
  run: async (ctx): Promise<Preferences> =>
    await withWorkspace(ctx.db, ctx.actor, (tx) => selectPreferences(tx, ctx.actor.userId)),
});

import { withService } from "@pulse/db";
import { checkTimeZone } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { selectPreferences, type Preferences } from "./preferences.ts";

/** Changes preferences of the one who asks; what is not named stays, and null takes a choice back. Gives them all, as they are now. */
export const savePreferences = defineAction({
  name: "save_preferences",
  summary: "Choose your own theme, time zone and first day of the week",
  // Nothing of the workspace changes, so whoever may look may choose how; and its log is not about what somebody likes.
  scope: "read",
  changes: false,
  input: z.object({
    theme: z.enum(["system", "light", "dark"]).nullable().optional(),
    timeZone: z.string().max(60).nullable().optional().describe("an IANA name such as Europe/Berlin"),
    weekStart: z.enum(["monday", "saturday", "sunday"]).nullable().optional(),
  }),
  run: async (ctx, changes): Promise<Preferences> => {
    if (typeof changes.timeZone === "string") checkTimeZone(changes.timeZone);
    return await withService(ctx.db, async (tx) => {
      const before = await selectPreferences(tx, ctx.actor.userId);
      const { theme = before.theme, timeZone = before.timeZone, weekStart = before.weekStart } = changes;
      await sql`
        insert into pulse.user_preferences (user_id, theme, time_zone, week_start)
        values (${ctx.actor.userId}, ${theme}, ${timeZone}, ${weekStart})
        on conflict (user_id) do update
        set
          theme = excluded.theme,
          time_zone = excluded.time_zone,
          week_start = excluded.week_start,
          updated_at = now()
      `.execute(tx);
      return { theme, timeZone, weekStart };
    });
  },
});

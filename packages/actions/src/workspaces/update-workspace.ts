import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { workspaceName } from "./create-workspace.ts";
import { readSettings, type WorkspaceSettings } from "./read-settings.ts";

const login = z.string().trim().min(1).max(100);
const pathPattern = z.string().trim().min(1).max(300);

const input = z.object({
  name: workspaceName.optional(),
  timeZone: z.string().refine(isTimeZone, "is no time zone. It looks like Europe/Berlin").optional(),
  botLogins: z.array(login).max(500).optional(),
  ignoredPaths: z.array(pathPattern).max(500).optional(),
  responseSlaHours: z.number().positive().max(8760).optional(),
});

/** Changes settings of the workspace; what is not named stays. Gives them all, as they are now. */
export const updateWorkspace = defineAction({
  name: "update_workspace",
  summary: "Change the name, time zone, list of bots, ignored files or response goal of the workspace",
  scope: "admin",
  input,
  run: async (ctx, changes): Promise<WorkspaceSettings> =>
    await withService(ctx.db, async (tx) => {
      const locked = { workspaceId: ctx.actor.workspaceId, isLocked: true };
      const before = await readSettings(tx, locked);
      const wanted: WorkspaceSettings = {
        name: changes.name ?? before.name,
        timeZone: changes.timeZone ?? before.timeZone,
        botLogins: changes.botLogins ?? before.botLogins,
        ignoredPaths: changes.ignoredPaths ?? before.ignoredPaths,
        responseSlaHours: changes.responseSlaHours ?? before.responseSlaHours,
      };
      await sql`
        update pulse.workspaces
        set
          name = ${wanted.name},
          time_zone = ${wanted.timeZone},
          bot_logins = ${wanted.botLogins}::text[],
          ignored_paths = ${wanted.ignoredPaths}::text[],
          response_sla = make_interval(secs => ${wanted.responseSlaHours * 3600})
        where id = ${ctx.actor.workspaceId}
      `.execute(tx);
      const after = await readSettings(tx, locked);
      ctx.note({ before, after });
      return after;
    }),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

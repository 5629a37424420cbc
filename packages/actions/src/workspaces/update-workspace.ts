import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { workspaceName } from "./create-workspace.ts";

const login = z.string().trim().min(1).max(100);
const pathPattern = z.string().trim().min(1).max(300);

const input = z.object({
  name: workspaceName.optional(),
  timeZone: z.string().refine(isTimeZone, "is no time zone. It looks like Europe/Berlin").optional(),
  botLogins: z.array(login).max(500).optional(),
  ignoredPaths: z.array(pathPattern).max(500).optional(),
  responseSlaHours: z.number().positive().max(8760).optional(),
});

export type WorkspaceSettings = {
  readonly name: string;
  readonly timeZone: string;
  readonly botLogins: readonly string[];
  readonly ignoredPaths: readonly string[];
  readonly responseSlaHours: number;
};

/** Changes settings of the workspace; what is not named stays. Gives them all, as they are now. */
export const updateWorkspace = defineAction({
  name: "update_workspace",
  summary: "Change the name, time zone, list of bots, ignored files or response goal of the workspace",
  scope: "admin",
  input,
  run: async (ctx, changes): Promise<WorkspaceSettings> =>
    await withService(ctx.db, async (tx) => {
      const read = async (): Promise<WorkspaceSettings> => {
        const found = await sql<WorkspaceSettings>`
          select
            name, time_zone, bot_logins, ignored_paths,
            (extract(epoch from response_sla) / 3600)::float8 as response_sla_hours
          from pulse.workspaces
          where id = ${ctx.actor.workspaceId}
          for update
        `.execute(tx);
        const [settings] = found.rows;
        if (settings === undefined) throw new AppError("not_found", "This workspace is gone");
        return settings;
      };
      const before = await read();
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
      const after = await read();
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

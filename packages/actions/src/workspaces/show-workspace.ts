import { withWorkspace } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import type { WorkspaceSettings } from "./update-workspace.ts";

/** The settings that the workspace's numbers are computed with. */
export const showWorkspace = defineAction({
  name: "show_workspace",
  summary: "Show the settings of the workspace",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<WorkspaceSettings>`
        select
          name, time_zone, bot_logins, ignored_paths,
          (extract(epoch from response_sla) / 3600)::float8 as response_sla_hours
        from pulse.workspaces
        where id = ${ctx.actor.workspaceId}
      `.execute(tx),
    );
    const [settings] = found.rows;
    if (settings === undefined) throw new AppError("not_found", "This workspace is gone");
    return settings;
  },
});

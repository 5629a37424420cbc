import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

type TeamSummary = { readonly slug: string; readonly name: string; readonly members: number };

/** The teams of the workspace by name, with how many people belong to each now. */
export const listTeams = defineAction({
  name: "list_teams",
  summary: "List the teams of the workspace by name, with how many people belong to each now",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<TeamSummary>`
        select
          team.slug,
          team.name,
          (
            select count(*)
            from pulse.team_members as member
            where member.workspace_id = team.workspace_id
              and member.team_id = team.id
              and member.member_to is null
          )::integer as members
        from pulse.teams as team
        where team.workspace_id = ${ctx.actor.workspaceId}
          and team.deleted_at is null
        order by lower(team.name), team.slug
      `.execute(tx),
    );
    return { teams: found.rows };
  },
});

import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export type TeamMember = {
  readonly login: string;
  readonly name: string | null;
  /** When they were first seen in it: GitHub tells only who is there now. */
  readonly since: string;
  /** Null for whoever belongs to it still. */
  readonly until: string | null;
};

export type Team = {
  /** owner/team, as GitHub has it. */
  readonly slug: string;
  readonly name: string;
  readonly seenAt: Date;
  readonly members: readonly TeamMember[];
};

/** The teams of the workspace with who belonged to each at one moment, now unless `at` says otherwise. */
export const listTeamMembers = defineAction({
  name: "list_team_members",
  summary: "List the teams with who belonged to each at a moment, now unless told otherwise, and since when",
  scope: "read",
  input: z.object({
    team: z.string().min(1).max(200).optional().describe("one team, as owner/team; without it all"),
    at: z.iso.datetime({ offset: true }).optional().describe("the moment; without it now"),
  }),
  run: async (ctx, { team, at }) => {
    const moment = at === undefined ? ctx.clock.now() : new Date(at);
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<Team>`
        select
          team.slug, team.name, team.fetched_at as seen_at,
          coalesce(
            json_agg(
              json_build_object('login', account.login, 'name', account.name, 'since', member.member_from, 'until', member.member_to)
              order by lower(account.login)
            ) filter (where account.id is not null),
            '[]'
          ) as members
        from pulse.teams as team
        left join pulse.team_members as member
          on member.workspace_id = team.workspace_id
          and member.team_id = team.id
          and member.member_from <= ${moment}
          and (member.member_to is null or member.member_to > ${moment})
        left join pulse.accounts as account
          on account.workspace_id = member.workspace_id
          and account.id = member.account_id
        where team.workspace_id = ${ctx.actor.workspaceId}
          and (team.deleted_at is null or team.deleted_at > ${moment})
          and (${team ?? null}::text is null or lower(team.slug) = lower(${team ?? null}))
        group by team.workspace_id, team.id
        order by lower(team.slug)
      `.execute(tx),
    );
    return { teams: found.rows };
  },
});

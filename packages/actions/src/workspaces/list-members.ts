import { withService, type Role } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export type Member = {
  readonly userId: string;
  readonly name: string;
  readonly login: string | null;
  readonly role: Role;
  readonly joinedAt: Date;
};

/** The members of the workspace, owners first. */
export const listMembers = defineAction({
  name: "list_members",
  summary: "List the members of the workspace with their roles",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    // People's rows are closed to everybody: only those who share this workspace are picked out here.
    const found = await withService(ctx.db, (tx) =>
      sql<Member>`
        select
          membership.user_id, coalesce(person.name, 'Local owner') as name, person.login, membership.role,
          membership.created_at as joined_at
        from pulse.memberships as membership
        left join identity.users as person
          on person.id = membership.user_id
        where membership.workspace_id = ${ctx.actor.workspaceId}
        order by
          array_position(array['owner', 'admin', 'member', 'viewer'], membership.role), lower(person.login) nulls first,
          membership.user_id
      `.execute(tx),
    );
    return { members: found.rows };
  },
});

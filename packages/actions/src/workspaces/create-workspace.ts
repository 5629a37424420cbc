import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

const workspaceSlug = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "takes small letters, digits and - inside, at most 40 of them");
export const workspaceName = z.string().trim().min(1, "is empty").max(100, "is longer than 100 characters");

/** Makes a workspace of the actor's own. Throws `conflict` when its address is taken, by whomever. */
export const createWorkspace = defineAction({
  name: "create_workspace",
  summary: "Make another workspace, owned by whoever makes it",
  scope: "write",
  input: z.object({ slug: workspaceSlug, name: workspaceName }),
  run: async (ctx, { slug, name }) => {
    const made = await withService(ctx.db, (tx) =>
      sql<{ id: number }>`
        with made as (
          insert into pulse.workspaces (slug, name)
          values (${slug}, ${name})
          on conflict (slug) do nothing
          returning id
        )
        insert into pulse.memberships (workspace_id, user_id, role)
        select id, ${ctx.actor.userId}, 'owner'
        from made
        returning workspace_id as id
      `.execute(tx),
    );
    const [workspace] = made.rows;
    if (workspace === undefined) {
      throw new AppError("conflict", `The address ${slug} is taken by another workspace. Choose another one`);
    }
    ctx.note({ after: { id: workspace.id, slug, name } });
    return { id: workspace.id, slug, name };
  },
});

import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

type LabelGroup = { readonly name: string; readonly labels: readonly string[] };

/** The label groups of the workspace by name. */
export const listLabelGroups = defineAction({
  name: "list_label_groups",
  summary: "List the saved label groups of the workspace with their labels",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<LabelGroup>`
        select name, label_names as labels
        from pulse.label_groups
        where workspace_id = ${ctx.actor.workspaceId}
        order by lower(name), name
      `.execute(tx),
    );
    return { groups: found.rows };
  },
});

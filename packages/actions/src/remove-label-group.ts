import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

/** Removes a label group; labels and items are untouched. Throws `not_found` for a name that nobody has saved. */
export const removeLabelGroup = defineAction({
  name: "remove_label_group",
  summary: "Remove a saved label group",
  scope: "write",
  input: z.object({
    name: z.string().trim().min(1).max(100).describe("the group's name, in any spelling of its case"),
  }),
  run: async (ctx, input) => {
    const removed = await withService(ctx.db, (tx) =>
      sql<{ readonly name: string; readonly labels: readonly string[] }>`
        delete from pulse.label_groups
        where workspace_id = ${ctx.actor.workspaceId}
          and lower(name) = lower(${input.name})
        returning name, label_names as labels
      `.execute(tx),
    );
    const [group] = removed.rows;
    if (group !== undefined) {
      ctx.note({ before: group, after: null });
      return { name: group.name };
    }
    throw new AppError(
      "not_found",
      `There is no label group "${input.name}" in this workspace. Run: ./pulse label-group list`,
    );
  },
});

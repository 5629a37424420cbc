import { withService } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "./action.ts";

const name = z
  .string()
  .trim()
  .min(1, "give the group a name")
  .max(100)
  .describe("what the group is called, such as bug");
const labels = z
  .array(z.string().trim().min(1, "a label cannot be empty").max(100))
  .min(1, "name at least one label")
  .max(200)
  .describe("labels in any spelling of their case; * stands for any text, as in kind/bug*");

/** Saves a label group of the workspace. One of the same name, in whatever spelling, is replaced. */
export const saveLabelGroup = defineAction({
  name: "save_label_group",
  summary: "Save a name for a set of labels, to filter and split numbers by",
  scope: "write",
  input: z.object({ name, labels }),
  run: async (ctx, input) => {
    const labelNames = [...new Set(input.labels)].toSorted();
    const saved = await withService(ctx.db, (tx) =>
      sql<{ readonly before: { readonly name: string; readonly labels: readonly string[] } | null }>`
        with former as (
          select name, label_names as labels
          from pulse.label_groups
          where workspace_id = ${ctx.actor.workspaceId}
            and lower(name) = lower(${input.name})
        )
        insert into pulse.label_groups (workspace_id, name, label_names)
        values (${ctx.actor.workspaceId}, ${input.name}, ${labelNames}::text[])
        on conflict (workspace_id, lower(name)) do update set
          name = excluded.name,
          label_names = excluded.label_names,
          updated_at = now()
        returning (select to_json(former) from former) as before
      `.execute(tx),
    );
    const before = saved.rows[0]?.before ?? null;
    ctx.note({ before, after: { name: input.name, labels: labelNames } });
    return { name: input.name, labels: labelNames, isNew: before === null };
  },
});

import { withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

type Column = {
  readonly view: string;
  readonly about: string | null;
  readonly column: string;
  readonly type: string;
};

/** What the views of schema `metrics` hold, from which every number is computed: from the catalogue, so that it says what is there. */
export const describeViews = defineAction({
  name: "describe_views",
  summary: "List the views that numbers are computed from, with their columns",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<Column>`
        select
          relation.relname as view, obj_description(relation.oid, 'pg_class') as about,
          attribute.attname as column, format_type(attribute.atttypid, attribute.atttypmod) as type
        from pg_catalog.pg_class as relation
        join pg_catalog.pg_attribute as attribute
          on attribute.attrelid = relation.oid
        where relation.relnamespace = 'metrics'::regnamespace
          and relation.relkind = 'v'
          and attribute.attnum > 0
          and not attribute.attisdropped
          -- The same once more, by which tests check what is kept.
          and relation.relname not like '%\\_from\\_facts'
          and has_table_privilege(relation.oid, 'select')
        order by relation.relname, attribute.attnum
      `.execute(tx),
    );
    const views = [...Map.groupBy(found.rows, ({ view }) => view)].map(([view, columns]) => ({
      view: `metrics.${view}`,
      about: columns[0]?.about ?? null,
      columns: columns.map(({ column, type }) => ({ column, type })),
    }));
    return { views };
  },
});

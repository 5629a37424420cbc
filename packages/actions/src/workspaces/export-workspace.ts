import { streamWorkspace, type Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

const batchRows = 1000;

/** Computed from the others, or gone within days. */
const leftOut = [
  "ci_failures",
  "ci_spans",
  "ci_weeks",
  "contributor_spans",
  "contributor_weeks",
  "issue_actors",
  "issue_timelines",
  "pull_request_actors",
  "pull_request_timelines",
  "review_timelines",
  "exports",
  "events",
];

/**
 * Everything of the workspace that its people may read, as lines of JSON: {"table", "row"}. A new table comes along by itself; sealed values
 * and the facts of repositories that GitHub hides now do not. The lines are read while they are taken, in one transaction.
 */
export const exportWorkspace = defineAction({
  name: "export_workspace",
  summary: "Give everything of the workspace as lines of JSON, table by table, without secrets",
  scope: "admin",
  input: z.object({}),
  run: (ctx) => Promise.resolve({ lines: streamWorkspace(ctx.db, ctx.actor, readLines) }),
});

type Table = { readonly name: string; readonly columns: readonly string[] };

async function* readLines(tx: Tx): AsyncGenerator<string> {
  for (const table of await listReadable(tx)) {
    await openCursor(tx, table);
    for (;;) {
      const batch = await sql<{ row: string }>`fetch ${sql.lit(batchRows)} from exported`.execute(tx);
      if (batch.rows.length === 0) break;
      yield batch.rows.map(({ row }) => `{"table":${JSON.stringify(table.name)},"row":${row}}\n`).join("");
    }
    await sql`close exported`.execute(tx);
  }
}

/** Policies say which rows, grants which columns: what is sealed has none. */
async function listReadable(tx: Tx): Promise<readonly Table[]> {
  const found = await sql<Table>`
    select relation.relname as name, array_agg(attribute.attname::text order by attribute.attnum) as columns
    from pg_class as relation
    join pg_attribute as attribute
      on attribute.attrelid = relation.oid
      and attribute.attnum > 0
      and not attribute.attisdropped
    where relation.relnamespace = 'pulse'::regnamespace
      and relation.relkind in ('r', 'p')
      and relation.relname <> all(${leftOut}::text[])
      and has_column_privilege(relation.oid, attribute.attnum, 'select')
    group by relation.relname
    order by relation.relname
  `.execute(tx);
  return found.rows;
}

async function openCursor(tx: Tx, { name, columns }: Table): Promise<void> {
  const shown = sql`select repository.id from pulse.repositories as repository where ${shownRepository}`;
  const ofShown = columns.includes("repository_id")
    ? sql`held.repository_id is null or held.repository_id in (${shown})`
    : sql`true`;
  await sql`
    declare exported no scroll cursor for
    select row_to_json(exported_row)::text as row
    from (
      select ${sql.join(columns.map((column) => sql.ref(`held.${column}`)))}
      from ${sql.table(`pulse.${name}`)} as held
      where ${name === "repositories" ? sql`held.id in (${shown})` : ofShown}
    ) as exported_row
  `.execute(tx);
}

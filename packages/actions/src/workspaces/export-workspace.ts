import { createHash } from "node:crypto";

import { streamWorkspace, type Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { transferVersion, type TransferEnd, type TransferHead } from "../transfer/transfer-format.ts";

const batchRows = 1000;

/** Computed from the others, or gone within days. */
const leftOut = [
  "ci_failures",
  "ci_spans",
  "ci_weeks",
  "contributor_spans",
  "contributor_weeks",
  "issue_timelines",
  "pull_request_timelines",
  "review_timelines",
  "exports",
  "events",
];

/**
 * Everything of the workspace that its people may read, as lines of JSON: what it is, {"table", "row"} for each row, and a hash of all that at
 * the end. Tables come after those that their rows refer to, so that an import can write them as they come. A new table comes along by
 * itself; sealed values and the facts of repositories that GitHub hides now do not. The lines are read while they are taken, of one instant.
 */
export const exportWorkspace = defineAction({
  name: "export_workspace",
  summary: "Give everything of the workspace as lines of JSON, table by table, without secrets",
  scope: "admin",
  input: z.object({}),
  run: (ctx) => Promise.resolve({ lines: streamWorkspace(ctx.db, ctx.actor, (tx) => readLines(ctx, tx)) }),
});

type Table = { readonly name: string; readonly columns: readonly string[] };

async function* readLines(ctx: ActionContext, tx: Tx): AsyncGenerator<string> {
  const tables = await listReadable(tx);
  const rows: Record<string, number> = {};
  for (const table of tables) rows[table.name] = await countRows(tx, table);
  const total = Object.values(rows).reduce((sum, n) => sum + n, 0);
  const hash = createHash("sha256");
  const head: TransferHead = { pulse_export: transferVersion, ...(await readOrigin(tx)), rows };
  const first = `${JSON.stringify(head)}\n`;
  hash.update(first);
  yield first;
  let done = 0;
  for (const table of tables) {
    await sql`declare exported no scroll cursor for ${rowsOf(table)}`.execute(tx);
    for (;;) {
      ctx.signal?.throwIfAborted();
      const batch = await sql<{ row: string }>`fetch ${sql.lit(batchRows)} from exported`.execute(tx);
      if (batch.rows.length === 0) break;
      const text = batch.rows.map(({ row }) => `{"table":${JSON.stringify(table.name)},"row":${row}}\n`).join("");
      hash.update(text);
      yield text;
      done += batch.rows.length;
      ctx.onProgress?.({ done, total });
    }
    await sql`close exported`.execute(tx);
  }
  const end: TransferEnd = { end: { rows: done, sha256: hash.digest("hex") } };
  yield `${JSON.stringify(end)}\n`;
}

async function readOrigin(tx: Tx): Promise<Pick<TransferHead, "workspace" | "written_at">> {
  const found = await sql<{ slug: string; at: Date }>`select slug, now() as at from pulse.workspaces`.execute(tx);
  const [origin] = found.rows;
  if (origin === undefined) throw new Error("a workspace that is exported is there");
  return { workspace: origin.slug, written_at: origin.at.toISOString() };
}

/** Policies say which rows, grants which columns: what is sealed has none. In the order in which they refer to each other. */
async function listReadable(tx: Tx): Promise<readonly Table[]> {
  const found = await sql<Table & { readonly refersTo: readonly string[] }>`
    select
      relation.relname as name,
      array_agg(attribute.attname::text order by attribute.attnum) as columns,
      array(
        select distinct target.relname::text
        from pg_constraint as reference
        join pg_class as target on target.oid = reference.confrelid
        where reference.conrelid = relation.oid
          and reference.contype = 'f'
          and reference.confrelid <> relation.oid
      ) as refers_to
    from pg_class as relation
    join pg_attribute as attribute
      on attribute.attrelid = relation.oid
      and attribute.attnum > 0
      and not attribute.attisdropped
    where relation.relnamespace = 'pulse'::regnamespace
      and relation.relkind in ('r', 'p')
      and relation.relname <> all(${leftOut}::text[])
      and has_column_privilege(relation.oid, attribute.attnum, 'select')
    group by relation.oid, relation.relname
    order by relation.relname
  `.execute(tx);
  return inOrder(found.rows);
}

function inOrder<T extends { readonly name: string; readonly refersTo: readonly string[] }>(tables: readonly T[]): T[] {
  const ordered: T[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const next = left.filter(({ refersTo }) => !refersTo.some((name) => names.has(name)));
    if (next.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...names].join(", ")}`);
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}

async function countRows(tx: Tx, table: Table): Promise<number> {
  const counted = await sql<{ n: number }>`select count(*) as n from (${rowsOf(table)}) as counted`.execute(tx);
  return counted.rows[0]?.n ?? 0;
}

function rowsOf({ name, columns }: Table): RawBuilder<unknown> {
  const shown = sql`select repository.id from pulse.repositories as repository where ${shownRepository}`;
  const ofShown = columns.includes("repository_id")
    ? sql`held.repository_id is null or held.repository_id in (${shown})`
    : sql`true`;
  return sql`
    select row_to_json(exported_row)::text as row
    from (
      select ${sql.join(columns.map((column) => sql.ref(`held.${column}`)))}
      from ${sql.table(`pulse.${name}`)} as held
      where ${name === "repositories" ? sql`held.id in (${shown})` : ofShown}
    ) as exported_row
  `;
}

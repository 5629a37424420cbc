import { askInSql, withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { requireFreeSql } from "../../free-sql/find-free-sql.ts";
import type { ActionContext } from "../../action.ts";
import { describeViews } from "../describe-views.ts";
import { requirePlainQuery } from "../sql/require-plain-query.ts";
import { defineTool } from "../tool.ts";
import { readsStored } from "./window.ts";

const mostRows = 1000;

export const analyticsQuery = defineTool({
  name: "analytics_query",
  title: "A question in SQL",
  description:
    "Runs one SELECT (PostgreSQL) over the views behind the numbers, such as metrics.pull_request_timeline, metrics.issue_timeline and metrics.repositories (joined on repository_id); the resource pulse://schema/metrics has all with their columns. Ten seconds at most. analytics_metric answers first what it can: its numbers are defined and say how fresh they are.",
  set: "analytics",
  scope: "sql",
  isOptIn: true,
  hints: readsStored,
  isForeignText: true,
  input: {
    sql: z.string().trim().min(1).max(5000).describe("one SELECT over views of schema metrics"),
    limit: z.int().min(1).max(mostRows).default(100).describe("rows"),
  },
  output: {
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.record(z.string(), z.unknown())),
    truncated: z.object({ reason: z.string(), hint: z.string() }).optional(),
  },
  run: async (ctx, { sql: statement, limit }) => {
    await requireFreeSql(ctx);
    const { freeSqlUrl: url, github } = ctx;
    if (url === undefined || github === undefined) throw notSetUp();
    await requirePlainQuery(statement, await rulesFor(ctx));
    const { columns, rows, isMore } = await askInSql(ctx.db, {
      workspaceId: ctx.actor.workspaceId,
      url,
      keys: github.keys,
      sql: statement,
      maxRows: limit,
      signal: ctx.signal,
    });
    const names = columns.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
      throw new AppError("invalid", `Two columns are called "${twice}": give one another name with AS`);
    ctx.note({ after: { rows: rows.length } });
    return {
      columns,
      rows: rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]]))),
      ...(isMore
        ? {
            truncated: {
              reason: "limit",
              hint: `There are further rows: a larger \`limit\` (${mostRows} at most), or ORDER BY and OFFSET`,
            },
          }
        : {}),
    };
  },
});

async function rulesFor(ctx: ActionContext): Promise<Parameters<typeof requirePlainQuery>[1]> {
  // Whoever may ask in SQL may know what there is to ask.
  const { views } = await describeViews.run({ ...ctx, actor: { ...ctx.actor, scopes: ["read"] } }, {});
  return {
    views: new Set(views.map(({ view }) => view.replace("metrics.", ""))),
    columns: new Set(views.flatMap((view) => view.columns.map(({ column }) => column))),
    functionsAmong: async (names) => await functionsAmong(ctx, names),
  };
}

/** Types as well, since PostgreSQL calls a cast by their names. */
async function functionsAmong({ db }: ActionContext, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const found = await withService(db, (tx) =>
    sql<{ name: string }>`
      select proname::text as name from pg_catalog.pg_proc where proname = any (${names}::text[])
      union
      select typname::text from pg_catalog.pg_type where typname = any (${names}::text[]) and typnamespace = 'pg_catalog'::regnamespace
      order by name
    `.execute(tx),
  );
  return found.rows.map(({ name }) => name);
}

function notSetUp(): AppError {
  return new AppError(
    "unavailable",
    "This process was given no way to run SQL. An operator sets PULSE_ENCRYPTION_KEYS, and POSTGRES_DIRECT_URL behind a pooler",
  );
}

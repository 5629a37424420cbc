import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { isCounted, viewOf } from "../aggregate/item-conditions.ts";
import { momentEnd } from "../aggregate/moments.ts";
import { scopeRows } from "../aggregate/scope-rows.ts";
import type { Expression, Metric } from "../metric.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach } from "../scope/reach.ts";
import { cutRows, maxRows } from "./max-rows.ts";
import type { AnswerRow, MetricAnswer } from "./metric-answer.ts";
import { writeInstant } from "./write-instant.ts";

type SelectInput = {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly reach: Reach;
  readonly rows: Extract<NonNullable<Metric["rows"]>, { kind: "select" }>;
};

type SelectedRow = { readonly row: Readonly<Record<string, string | number | boolean | null>> };

/** The table that a metric selects for itself, its columns as declared, in the order it says; up to a thousand rows, and it says when there are more. */
export async function selectRows(
  tx: Tx,
  { metric, scope, reach, rows }: SelectInput,
): Promise<Pick<MetricAnswer, "rows" | "rows_truncated">> {
  const { only: _only, ...all } = metric;
  const counted = isCounted({ metric: rows.areOfAll === true ? all : metric, scope, reach });
  const between = { from: scope.from.at, to: (reach.end ?? scope.to).at };
  const found = await sql<SelectedRow>`
    with
    scope as (${scopeRows(reach)}),
    moment as (${metric.membership.kind === "now" ? momentSince(scope) : momentEnd({ scope, reach })})
    select row_to_json(selected) as row
    from (${rows.of({ view: viewOf({ metric, scope, reach, between }), isCounted: counted })}) as selected
    limit ${maxRows + 1}
  `.execute(tx);
  return cutRows(found.rows.map(({ row }) => withInstants(row)));
}

/** What is only known now ends at each repository's `as_of`; the window says how far back to look. */
function momentSince({ from }: Scope): Expression {
  return sql`select repository_id, full_name, ${from.at}::timestamptz as starts_at, cut_at as at from scope`;
}

function withInstants(row: SelectedRow["row"]): AnswerRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith("_at") && typeof value === "string" ? writeInstant(new Date(value)) : value,
    ]),
  );
}

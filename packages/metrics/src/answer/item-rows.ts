import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { isOpenAt } from "../aggregate/is-open-at.ts";
import { isCounted, viewOf } from "../aggregate/item-conditions.ts";
import { momentNow } from "../aggregate/moments.ts";
import { scopeRows } from "../aggregate/scope-rows.ts";
import type { Metric } from "../metric.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach } from "../scope/reach.ts";
import type { AnswerRow, MetricAnswer } from "./metric-answer.ts";
import { cutRows, maxRows } from "./max-rows.ts";

type RowsInput = { readonly metric: Metric; readonly scope: Scope; readonly reach: Reach };

/** The items of a number that is a list as well, by repository and number; up to a thousand, and it says when there are more. */
export async function listItemRows(
  tx: Tx,
  { metric, scope, reach }: RowsInput,
): Promise<Pick<MetricAnswer, "rows" | "rows_truncated">> {
  const { membership } = metric;
  if (membership.kind !== "now") return { rows: [] };
  const found = await sql<AnswerRow>`
    with
    scope as (${scopeRows(reach)}),
    moment as (${momentNow})
    select
      moment.full_name as repository,
      item.number,
      item.title,
      item.author_login as author,
      (${metric.itemValue?.of ?? sql`null`})::double precision as value
    from ${viewOf({ metric, reach })} as item
    join moment
      on moment.repository_id = item.repository_id
      and ${isOpenAt(membership)}
    where ${isCounted({ metric, scope, reach })}
    order by moment.full_name collate "C", item.repository_id, item.number
    limit ${maxRows + 1}
  `.execute(tx);
  return cutRows(found.rows);
}

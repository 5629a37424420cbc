import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { isNear, isOpenAt } from "../aggregate/is-open-at.ts";
import { isCounted, viewOf } from "../aggregate/item-conditions.ts";
import { momentNow } from "../aggregate/moments.ts";
import { scopeRows } from "../aggregate/scope-rows.ts";
import type { Metric } from "../metric.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach } from "../scope/reach.ts";
import type { AnswerRow, MetricAnswer } from "./metric-answer.ts";
import { cutRows, maxRows } from "./max-rows.ts";

type RowsInput = { readonly metric: Metric; readonly scope: Scope; readonly reach: Reach };

/**
 * The items of a number that is a list as well, by repository and number; up to a thousand, and it says when there are more.
 * What is merely shown is looked up for these alone.
 */
export async function listItemRows(
  tx: Tx,
  { metric, scope, reach }: RowsInput,
): Promise<Pick<MetricAnswer, "rows" | "rows_truncated">> {
  const { membership } = metric;
  if (membership.kind !== "now") return { rows: [] };
  const found = await sql<AnswerRow>`
    with
    scope as (${scopeRows(reach)}),
    moment as (${momentNow}),
    listed as (
      select
        moment.full_name,
        item.repository_id,
        item.id,
        item.number,
        (${metric.itemValue?.of ?? sql`null`})::double precision as value
      from ${viewOf({ metric, scope, reach })} as item
      join moment
        on moment.repository_id = item.repository_id
        and ${isOpenAt(membership)}
      where ${isCounted({ metric, scope, reach })}
        and ${isNear(membership, { scope, reach })}
      order by moment.full_name collate "C", item.repository_id, item.number
      limit ${maxRows + 1}
    )
    select listed.full_name as repository, listed.number, shown.title, shown.author, listed.value
    from listed
    cross join lateral (
      select item.title, item.author_login as author
      from ${viewOf({ metric, scope, reach })} as item
      where item.workspace_id = ${scope.workspaceId}
        and item.repository_id = listed.repository_id
        and item.id = listed.id
      offset 0
    ) as shown
    order by listed.full_name collate "C", listed.repository_id, listed.number
  `.execute(tx);
  return cutRows(found.rows);
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Expression, Membership } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import { groupColumns, type GroupRow } from "./group-row.ts";
import { isCounted, viewOf } from "./item-conditions.ts";
import { scopeRows } from "./scope-rows.ts";
import { splitKeys } from "./split-key.ts";

type EventInput = GroupInput & { readonly membership: Extract<Membership, { kind: "event" | "flow" }> };

/**
 * Window, previous window and series of a metric whose items come in by an instant, in one pass over the items.
 * Groups without an item have no row. The item list is materialised so that its lateral joins run once per item, not once per group.
 */
export async function groupEvents(tx: Tx, input: EventInput): Promise<readonly GroupRow[]> {
  const { metric, scope, reach, split, membership } = input;
  const at = membership.kind === "event" ? membership.at : sql`item.flow_at`;
  const source = membership.kind === "event" ? viewOf(input) : flowOf(viewOf(input), membership);
  const isInWindow = sql`item.at >= ${scope.from.at}`;
  const isFirst = metric.isFirst === undefined ? sql`` : sql`where item.is_first`;
  const series =
    split === null
      ? sql``
      : sql`
        union all
        select 'series', split.key
        from (${splitKeys(split, { at: sql`item.at`, scope })}) as split (key)
        where ${isInWindow}
          ${metric.isFirst === undefined || split === "repository" ? sql`` : sql`and item.is_first`}
      `;
  const found = await sql<GroupRow>`
    with
    scope as (${scopeRows(reach)}),
    found as (
      select
        scope.full_name,
        item.author_id,
        item.author_login,
        item.label_names,
        ${membership.kind === "flow" ? sql`item.id` : sql`null::bigint`} as id,
        ${metric.isFirst ?? sql`true`} as is_first,
        ${at} as at,
        (${metric.measure})::double precision as raw
      from ${source} as item
      join scope on scope.repository_id = item.repository_id
      where ${isCounted(input)}
        and ${at} >= ${reach.previousFrom}
        and ${at} < ${reach.end?.at ?? scope.to.at}
        and ${at} < scope.cut_at
    ),
    item as materialized (
      select
        full_name, author_id, author_login, label_names, id, is_first, at, raw,
        case when raw >= 0 then raw end as measure
      from found
    )
    select ${groupColumns(metric)}
    from item
    cross join lateral (
      select case when ${isInWindow} then 'window' else 'previous' end, null::text
      ${isFirst}
      ${series}
    ) as part (name, key)
    group by part.name, part.key
  `.execute(tx);
  return found.rows;
}

/** Each item once by its opening and once by its closing; two branches, so that each finds its index. */
function flowOf(
  view: Expression,
  { opened, closed }: { readonly opened: Expression; readonly closed: Expression },
): Expression {
  return sql`(
    select item.*, ${opened} as flow_at, true as is_opening
    from ${view} as item
    union all
    select item.*, ${closed}, false
    from ${view} as item
  )`;
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import { groupColumns, type GroupRow } from "./group-row.ts";
import { scopeRows } from "./scope-rows.ts";
import { splitKeys } from "./split-key.ts";

/**
 * Window, previous window and series of a metric whose items come in by an instant, in one pass over the items.
 * Groups without an item have no row. The item list is materialised so that its lateral joins run once per item, not once per group.
 */
export async function groupEvents(
  tx: Tx,
  input: GroupInput & { readonly at: Expression },
): Promise<readonly GroupRow[]> {
  const { metric, scope, reach, split, at } = input;
  const isInWindow = sql`item.at >= ${scope.from.at}`;
  const series =
    split === null
      ? sql``
      : sql`
        union all
        select 'series', split.key
        from (${splitKeys(split, { at: sql`item.at`, timeZone: scope.timeZone })}) as split (key)
        where ${isInWindow}
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
        ${at} as at,
        (${metric.measure})::double precision as raw
      from ${metric.source.view} as item
      join scope on scope.repository_id = item.repository_id
      where item.workspace_id = ${scope.workspaceId}
        and item.repository_id = any (${reach.repositories.map((repository) => repository.id)}::bigint[])
        and ${at} >= ${reach.previousFrom}
        and ${at} < ${reach.end?.at ?? scope.to.at}
        and ${at} < scope.cut_at
        and not item.is_bot
        and ${metric.only ?? sql`true`}
    ),
    item as materialized (
      select full_name, author_id, author_login, label_names, at, raw, case when raw >= 0 then raw end as measure
      from found
    )
    select ${groupColumns(metric)}
    from item
    cross join lateral (
      select case when ${isInWindow} then 'window' else 'previous' end, null::text
      ${series}
    ) as part (name, key)
    group by part.name, part.key
  `.execute(tx);
  return found.rows;
}

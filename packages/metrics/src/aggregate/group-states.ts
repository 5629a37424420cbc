import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Membership } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import { groupColumns, type GroupRow } from "./group-row.ts";
import { isCounted, viewOf } from "./item-conditions.ts";
import { isOpenAt } from "./is-open-at.ts";
import { momentNow, momentRows } from "./moments.ts";
import { scopeRows } from "./scope-rows.ts";
import { splitKeys } from "./split-key.ts";

type StateInput = GroupInput & { readonly membership: Extract<Membership, { kind: "span" | "state" | "now" }> };

/**
 * Window, previous window and series of a metric that looks at what is open at an instant, or at some time in a stretch that ends there.
 * Groups without an item have no row.
 */
export async function groupStates(tx: Tx, input: StateInput): Promise<readonly GroupRow[]> {
  const { metric, scope, reach, split, membership } = input;
  const isTimeSplit = split === "day" || split === "week" || split === "month";
  const series =
    split === null || isTimeSplit
      ? sql``
      : sql`
        union all
        select 'series', split.key
        from (${splitKeys(split, { at: sql`item.at`, scope })}) as split (key)
        where item.part_name = 'window'
      `;
  // Says nothing new, but spares comparing every moment of a series with items that were closed long before it.
  const isNear = sql`
    and ${membership.opened} < ${reach.end?.at ?? scope.to.at}
    and (${membership.closed} is null or ${membership.closed} >= ${reach.previousFrom})
  `;
  const found = await sql<GroupRow>`
    with
    scope as (${scopeRows(reach)}),
    moment as materialized (${membership.kind === "now" ? momentNow : momentRows(input)}),
    found as (
      select
        moment.name as part_name,
        moment.key as part_key,
        moment.full_name,
        item.author_id,
        item.author_login,
        item.label_names,
        (${metric.measure})::double precision as raw
      from ${viewOf({ metric, reach })} as item
      join moment
        on moment.repository_id = item.repository_id
        and ${isOpenAt(membership)}
      where ${isCounted(input)}
        ${membership.kind === "now" ? sql`` : isNear}
    ),
    item as (
      select
        part_name, part_key, full_name, author_id, author_login, label_names, raw,
        case when raw >= 0 then raw end as measure
      from found
    )
    select ${groupColumns(metric)}
    from item
    cross join lateral (
      select item.part_name, item.part_key
      ${series}
    ) as part (name, key)
    group by part.name, part.key
  `.execute(tx);
  return found.rows;
}

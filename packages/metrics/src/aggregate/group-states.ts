import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Membership } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import { countRunning } from "./count-running.ts";
import { figuresColumn, measureColumns, rawColumns, type GroupRows } from "./group-row.ts";
import { isCounted, viewOf } from "./item-conditions.ts";
import { isNear, isOpenAt } from "./is-open-at.ts";
import { momentNow, momentRows } from "./moments.ts";
import { scopeRows } from "./scope-rows.ts";
import { isByTime, splitKeys } from "./split-key.ts";

type StateInput = GroupInput & { readonly membership: Extract<Membership, { kind: "span" | "state" | "now" }> };

/**
 * Window, previous window and series of metrics that look at what is open at an instant, or at some time in a stretch that ends there.
 * Groups without an item have no row. The offset keeps each measure computed once per item, however many numbers are made of it.
 */
export async function groupStates(tx: Tx, input: StateInput): Promise<readonly GroupRows[]> {
  const { metrics, split } = input;
  if (metrics[0].isRunning !== true || split === null || !isByTime(split)) return await groupMoments(tx, input);
  const windows = await groupMoments(tx, { ...input, split: null, periods: [] });
  return [...windows, ...(await countRunning(tx, input))];
}

async function groupMoments(tx: Tx, input: StateInput): Promise<readonly GroupRows[]> {
  const { metrics, scope, reach, split, membership } = input;
  const whole = { ...input, metric: metrics[0] };
  const hasLabels = split === "label" || split === "label_group";
  const series =
    split === null || isByTime(split)
      ? sql``
      : sql`
        union all
        select 'series', split.key, ${figuresColumn(metrics, scope)}
        from item
        cross join lateral (${splitKeys(split, { at: sql`item.at`, scope })}) as split (key)
        where item.part_name = 'window'
        group by split.key
      `;
  const found = await sql<GroupRows>`
    with
    scope as (${scopeRows(reach)}),
    moment as materialized (${membership.kind === "now" ? momentNow : momentRows(input)}),
    found as (
      select
        moment.name as part_name,
        moment.key as part_key,
        moment.full_name,
        item.author_id,
        ${split === "author" ? sql`item.author_login` : sql`null::text`} as author_login,
        ${hasLabels ? sql`item.label_names` : sql`null::text[]`} as label_names,
        ${rawColumns(metrics)}
      from ${viewOf({ metric: metrics[0], scope, reach })} as item
      join moment
        on moment.repository_id = item.repository_id
        and ${isOpenAt(membership)}
      where ${isCounted(whole)}
        and ${isNear(membership, { scope, reach })}
      offset 0
    ),
    item as (
      select
        part_name, part_key, full_name, author_id, author_login, label_names,
        ${measureColumns(metrics)}
      from found
    )
    select item.part_name as part, item.part_key as key, ${figuresColumn(metrics, scope)}
    from item
    group by item.part_name, item.part_key
    ${series}
  `.execute(tx);
  return found.rows;
}

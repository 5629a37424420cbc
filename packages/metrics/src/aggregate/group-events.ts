import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Expression, Membership } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import { groupColumns, type GroupRow } from "./group-row.ts";
import { isCounted, viewOf } from "./item-conditions.ts";
import { scopeRows } from "./scope-rows.ts";
import { isByTime, splitKeys, writeKey } from "./split-key.ts";

type EventInput = GroupInput & { readonly membership: Extract<Membership, { kind: "event" | "flow" }> };

/**
 * Window, previous window and series of a metric whose items come in by an instant. Groups without an item have no row.
 * The two windows are aggregates of their own, not groups of one: nothing has to be sorted or kept to tell them apart.
 */
export async function groupEvents(tx: Tx, input: EventInput): Promise<readonly GroupRow[]> {
  const { metric, scope, reach, split } = input;
  const columns = groupColumns(metric, numberOf(input));
  const isFirst = metric.isFirst === undefined ? sql`true` : sql`item.is_first`;
  const series =
    split === null
      ? sql``
      : sql`
        union all
        select 'series', ${writeKey(split, sql`split.key`)}, ${groupColumns(metric, numberIn(input))}
        from recent as item
        cross join lateral (${splitKeys(split, { at: sql`item.at`, scope })}) as split (key)
        where ${split === "repository" ? sql`true` : isFirst}
        group by split.key
      `;
  const found = await sql<GroupRow>`
    with
    scope as (${scopeRows(reach)}),
    recent as (${itemsBetween(input, { from: scope.from.at, to: reach.end?.at ?? scope.to.at })}),
    earlier as (${itemsBetween(input, { from: reach.previousFrom, to: scope.from.at })})
    select 'window' as part, null::text as key, ${columns}
    from recent as item
    where ${isFirst}
    having count(*) > 0
    union all
    select 'previous', null, ${columns}
    from earlier as item
    where ${isFirst}
    having count(*) > 0
    ${series}
  `.execute(tx);
  return found.rows;
}

/** An item that was opened and closed in one window is one item. */
function numberOf({ metric, membership }: EventInput): Expression {
  if (metric.thing !== undefined) return sql`count(distinct item.thing) filter (where item.measure is not null)`;
  if (metric.isWeighed === true) return sql`coalesce(sum(item.measure), 0)::integer`;
  return membership.kind === "flow" ? sql`count(*) filter (where item.opened_at is null)` : sql`count(item.measure)`;
}

/** The same in an entry of a series: by time, an item may have been opened in one and closed in another. */
function numberIn(input: EventInput): Expression {
  const { membership, split, scope } = input;
  if (membership.kind !== "flow" || split === null || !isByTime(split)) return numberOf(input);
  const opening = splitKeys(split, { at: sql`item.opened_at`, scope });
  return sql`count(*) filter (where item.opened_at is null or (${opening}) <> split.key)`;
}

/** The offset keeps the measure computed once per item, however many numbers are made of it. */
function itemsBetween(input: EventInput, { from, to }: { readonly from: Date; readonly to: Date }): Expression {
  const { metric, split, membership } = input;
  const at = membership.kind === "event" ? membership.at : sql`item.flow_at`;
  const source = membership.kind === "event" ? viewOf(input) : flowOf(viewOf(input), membership);
  const isIn = (instant: Expression) => sql`${instant} >= ${from} and ${instant} < ${to} and ${instant} < scope.cut_at`;
  // Only where an item closed had been opened in the same window.
  const openedAt =
    membership.kind === "flow"
      ? sql`case when not item.is_opening and ${isIn(membership.opened)} then ${membership.opened} end`
      : sql`null::timestamptz`;
  const hasLabels = split === "label" || split === "label_group";
  return sql`
    select
      full_name, author_id, author_login, workflow_name, label_names, thing, opened_at, is_first, at, raw,
      case when raw >= 0 then raw end as measure
    from (
      select
        scope.full_name,
        item.author_id,
        ${split === "author" ? sql`item.author_login` : sql`null::text`} as author_login,
        ${split === "workflow" ? sql`item.workflow_name` : sql`null::text`} as workflow_name,
        ${hasLabels ? sql`item.label_names` : sql`null::text[]`} as label_names,
        (${metric.thing ?? sql`null`})::bigint as thing,
        ${openedAt} as opened_at,
        ${metric.isFirst ?? sql`true`} as is_first,
        ${at} as at,
        (${metric.measure})::double precision as raw
      from ${source} as item
      join scope on scope.repository_id = item.repository_id
      where ${isCounted(input)}
        and ${isIn(at)}
      offset 0
    ) as found
  `;
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

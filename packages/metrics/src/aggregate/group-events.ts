import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Expression, Membership, Metric } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import { figuresColumn, measureColumns, rawColumns, type GroupRows } from "./group-row.ts";
import { isCounted, viewOf } from "./item-conditions.ts";
import { itemColumns } from "./item-columns.ts";
import { scopeRows } from "./scope-rows.ts";
import { isByTime, splitKeys, writeKey } from "./split-key.ts";

type EventInput = GroupInput & { readonly membership: Extract<Membership, { kind: "event" | "flow" }> };

/**
 * Window, previous window and series of metrics whose items come in by an instant. Groups without an item have no row.
 * The two windows are aggregates of their own, not groups of one: nothing has to be sorted or kept to tell them apart.
 */
export async function groupEvents(tx: Tx, input: EventInput): Promise<readonly GroupRows[]> {
  const { metrics, scope, reach, split } = input;
  const columns = figuresColumn(metrics, scope, (metric, measure) => numberOf(input, metric, measure));
  const isFirst = metrics[0].isFirst === undefined ? sql`true` : sql`item.is_first`;
  const series =
    split === null
      ? sql``
      : sql`
        union all
        select 'series', ${writeKey(split, sql`split.key`)}, ${figuresColumn(metrics, scope, (metric, measure) => numberIn(input, metric, measure))}
        from recent as item
        cross join lateral (${splitKeys(split, { at: sql`item.at`, scope })}) as split (key)
        where ${split === "repository" ? sql`true` : isFirst}
        group by split.key
      `;
  const found = await sql<GroupRows>`
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
function numberOf({ membership }: EventInput, metric: Metric, measure: Expression): Expression {
  if (metric.thing !== undefined) return sql`count(distinct item.thing) filter (where ${measure} is not null)`;
  if (metric.weight !== undefined) {
    return sql`coalesce(sum(item.weight) filter (where ${measure} is not null), 0)::integer`;
  }
  if (metric.isWeighed === true) return sql`coalesce(sum(${measure}), 0)::integer`;
  return membership.kind === "flow" ? sql`count(*) filter (where item.opened_at is null)` : sql`count(${measure})`;
}

/** The same in an entry of a series: by time, an item may have been opened in one and closed in another. */
function numberIn(input: EventInput, metric: Metric, measure: Expression): Expression {
  const { membership, split, scope } = input;
  if (membership.kind !== "flow" || split === null || !isByTime(split)) return numberOf(input, metric, measure);
  const opening = splitKeys(split, { at: sql`item.opened_at`, scope });
  return sql`count(*) filter (where item.opened_at is null or (${opening}) <> split.key)`;
}

/** The offsets keep each column and each measure computed once per item, however many numbers are made of it. */
function itemsBetween(input: EventInput, between: { readonly from: Date; readonly to: Date }): Expression {
  const { from, to } = between;
  const { metrics, split, membership } = input;
  const [metric] = metrics;
  const whole = { ...input, metric, between };
  const at = membership.kind === "event" ? membership.at : sql`item.flow_at`;
  const source = membership.kind === "event" ? viewOf(whole) : flowOf(viewOf(whole), membership);
  const isBetween = (instant: Expression) => sql`${instant} >= ${from} and ${instant} < ${to}`;
  // Only where an item closed had been opened in the same window.
  const openedAt =
    membership.kind === "flow"
      ? sql`case when not item.is_opening and ${isBetween(membership.opened)} and ${membership.opened} < scope.cut_at then ${membership.opened} end`
      : sql`null::timestamptz`;
  const columns = Object.entries({
    author_id: sql`item.author_id`,
    author_login: split === "author" ? sql`item.author_login` : sql`null::text`,
    workflow_name: split === "workflow" ? sql`item.workflow_name` : sql`null::text`,
    label_names: split === "label" || split === "label_group" ? sql`item.label_names` : sql`null::text[]`,
    thing: sql`(${metric.thing ?? sql`null`})::bigint`,
    opened_at: openedAt,
    is_first: metric.isFirst ?? sql`true`,
    weight: sql`(${metric.weight ?? sql`1`})::bigint`,
    at,
  });
  const read = [sql`item.repository_id`, ...columns.map(([, of]) => of), ...metrics.map(({ measure }) => measure)];
  return sql`
    select full_name, ${sql.join(columns.map(([name]) => sql.ref(name)))}, ${measureColumns(metrics)}
    from (
      select scope.full_name, ${sql.join(columns.map(([name, of]) => sql`${of} as ${sql.ref(name)}`))}, ${rawColumns(metrics)}
      from (
        select ${itemColumns(read)}
        from ${source} as item
        where ${isCounted(whole)}
          and ${isBetween(at)}
        offset 0
      ) as item
      join scope on scope.repository_id = item.repository_id
      where ${at} < scope.cut_at
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

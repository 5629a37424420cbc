import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { viewOf } from "../aggregate/item-conditions.ts";
import { jsonObject } from "../json-object.ts";
import type { Expression } from "../metric.ts";
import type { Cursor } from "./cursor.ts";
import type { MetricItem } from "./item-list.ts";
import type { ItemShow, ItemSort } from "./items-query.ts";
import type { Page } from "./page.ts";
import { foundItems, type SelectInput } from "./select-items.ts";

/** How many items of the whole list there are for each reason; null is "in the number". */
export type ReasonCount = { readonly reason: string | null; readonly n: number };

export type ItemRow = Cursor & Omit<MetricItem, "at"> & { readonly at: Date };

type PageRow = { readonly counts: readonly ReasonCount[] | null } & (ItemRow | { readonly id: null });

const sortKeys: Readonly<Record<ItemSort, Expression>> = {
  value: sql`found.value`,
  at: sql`extract(epoch from found.at)::double precision`,
  number: sql`found.number::double precision`,
};

const isShown: Readonly<Record<ItemShow, Expression>> = {
  counted: sql`found.reason is null`,
  left_out: sql`found.reason is not null`,
  all: sql`true`,
};

/**
 * One row more than the page holds, so that the last page knows itself. Ordered by the sort key, then by the item's own key, all one way.
 * The timeline is read a second time for the rows of the page only: what is merely shown need not be known to count and sort.
 */
export async function readPage(
  tx: Tx,
  input: Omit<SelectInput, "filter"> & { readonly page: Page },
): Promise<{ readonly counts: readonly ReasonCount[]; readonly rows: readonly ItemRow[] }> {
  const { metric, page, scope, reach } = input;
  const isDescending = page.order === "desc";
  const direction = isDescending ? sql`desc` : sql`asc`;
  const beyond = isDescending ? "-Infinity" : "Infinity";
  const isAfter =
    page.after === null
      ? sql`true`
      : sql`(keyed.sort_key, keyed.repository_id, keyed.id) ${isDescending ? sql`<` : sql`>`}
          (${page.after.sortKey}::double precision, ${page.after.repositoryId}::bigint, ${page.after.id}::bigint)`;
  const found = await sql<PageRow>`
    with
    ${foundItems({ ...input, filter: page.filter })},
    counted as (
      select jsonb_agg(jsonb_build_object('reason', reason, 'n', n) order by reason) as counts
      from (
        select reason, count(*) as n
        from found
        group by reason
      ) as grouped
    ),
    page as (
      select keyed.repository_id, keyed.id, keyed.sort_key, keyed.at, keyed.value, keyed.reason
      from (
        select
          found.repository_id, found.id, found.at, found.value, found.reason,
          coalesce(${sortKeys[page.sort]}, ${beyond}::double precision) as sort_key
        from found
        where ${isShown[page.show]}
      ) as keyed
      where ${isAfter}
      order by keyed.sort_key ${direction}, keyed.repository_id ${direction}, keyed.id ${direction}
      limit ${page.limit + 1}
    ),
    shown as (
      select
        page.repository_id, page.id, page.sort_key, page.at, page.value, page.reason,
        scope.full_name as repository,
        item.number, item.title, item.author, item.state, item.labels, item.details, item.also
      from page
      join scope on scope.repository_id = page.repository_id
      -- The offset keeps the planner from turning this into a join that reads the whole timeline once per row of the page,
      -- as it does where tables have no statistics yet.
      cross join lateral (
        select
          item.number,
          item.title,
          item.author_login as author,
          item.state,
          item.label_names as labels,
          ${jsonObject(Object.keys(metric.source.details).map((name) => [name, sql.ref(`item.${name}`)]))} as details,
          ${jsonObject(page.also.map((also) => [also.id, also.itemValue?.of ?? sql`null`]))} as also
        from ${viewOf({ metric, scope, reach })} as item
        where item.workspace_id = ${scope.workspaceId}
          and item.repository_id = page.repository_id
          and item.id = page.id
        offset 0
      ) as item
    )
    select
      counted.counts,
      shown.repository_id, shown.id, shown.sort_key::text, shown.at, shown.value, shown.reason,
      shown.repository, shown.number, shown.title, shown.author, shown.state, shown.labels, shown.details, shown.also
    from counted
    left join shown on true
    order by shown.sort_key ${direction}, shown.repository_id ${direction}, shown.id ${direction}
  `.execute(tx);
  return { counts: found.rows[0]?.counts ?? [], rows: found.rows.filter((row) => row.id !== null) };
}

import { withWorkspace, type Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { readItemCursor, writeItemCursor, type ItemCursor } from "./item-cursor.ts";
import { findItemPlaces, itemConditions, itemFilterShape, type ItemFilter } from "./item-filter.ts";
import { itemKinds, itemSources, type ItemKind } from "./item-kinds.ts";

/** Of whatever kind: its own columns beside these. */
type ListedItem = Readonly<Record<string, unknown>> & { readonly id: number; readonly repository: string };

type ItemPage = { readonly items: readonly ListedItem[]; readonly next: string | null };

/** The facts themselves, newest first, page by page: the order is by when they began and by id, so that a page neither repeats nor skips. */
export const listItems = defineAction({
  name: "list_items",
  summary: "List issues, pull requests, reviews, runs, deployments or incidents as they are known, newest first",
  scope: "read",
  input: z.object({
    kind: z.enum(itemKinds),
    ...itemFilterShape,
    after: z.string().max(500).nullish().describe("`next` of the page before"),
    limit: z.number().int().min(1).max(1000).default(100),
  }),
  run: async (ctx, input): Promise<ItemPage> =>
    await withWorkspace(ctx.db, ctx.actor, async (tx) => {
      const places = await findItemPlaces(tx, input.repositories);
      const cursor = input.after === null || input.after === undefined ? null : readItemCursor(input.kind, input.after);
      const found = await readItems(tx, {
        kind: input.kind,
        places: places.map(({ id }) => id),
        filter: input,
        cursor,
        limit: input.limit + 1,
      });
      const items = found.slice(0, input.limit);
      const last = found.length > input.limit ? items.at(-1) : undefined;
      return {
        items: items.map(withoutSortKey),
        next: last === undefined ? null : writeItemCursor(input.kind, { at: last.sortAt, id: last.id }),
      };
    }),
});

type ReadInput = {
  readonly kind: ItemKind;
  readonly places: readonly number[];
  readonly filter: ItemFilter;
  readonly cursor: ItemCursor | null;
  readonly limit: number;
};

type ItemRow = ListedItem & { readonly sortAt: string };

function withoutSortKey(row: ItemRow): ListedItem {
  const { sortAt: _sortAt, ...item } = row;
  return item;
}

/** Each repository gives its newest few by an index, and the newest of all of these are kept; only those get their names and labels. */
async function readItems(tx: Tx, input: ReadInput): Promise<readonly ItemRow[]> {
  const { from, at, columns } = itemSources[input.kind];
  const found = await sql<ItemRow>`
    with newest as (
      select place.id as repository_id, fact.id, fact.at
      from unnest(${input.places}::bigint[]) as place (id)
      cross join lateral (
        select fact.id, ${at} as at
        from ${from} as fact
        where fact.repository_id = place.id
          and ${itemConditions(input.kind, input.filter)}
          and (${input.cursor?.at ?? null}::timestamptz is null
            or (${at}, fact.id) < (${input.cursor?.at ?? null}::timestamptz, ${input.cursor?.id ?? null}::bigint))
        order by ${at} desc, fact.id desc
        limit ${input.limit}
      ) as fact
      order by fact.at desc, fact.id desc
      limit ${input.limit}
    )
    select
      repository.full_name as repository,
      fact.id,
      to_char(newest.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_at,
      ${columns}
    from newest
    join ${from} as fact on fact.repository_id = newest.repository_id and fact.id = newest.id
    join pulse.repositories as repository on repository.id = fact.repository_id
    order by newest.at desc, newest.id desc
  `.execute(tx);
  return found.rows;
}

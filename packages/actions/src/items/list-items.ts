import { withWorkspace, type Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { readItemCursor, writeItemCursor, type ItemCursor } from "./item-cursor.ts";
import { itemKinds, itemSources, type ItemKind } from "./item-kinds.ts";

/** Of whatever kind: its own columns beside these. */
type ListedItem = Readonly<Record<string, unknown>> & { readonly id: number; readonly repository: string };

type ItemPage = { readonly items: readonly ListedItem[]; readonly next: string | null };

const instant = z.iso.datetime({ offset: true, error: "is no instant. It looks like 2026-07-09T12:00:00Z" });

/** The facts themselves, newest first, page by page: the order is by when they began and by id, so that a page neither repeats nor skips. */
export const listItems = defineAction({
  name: "list_items",
  summary: "List issues, pull requests, reviews, runs, deployments or incidents as they are known, newest first",
  scope: "read",
  input: z.object({
    kind: z.enum(itemKinds),
    repositories: z.array(z.string().max(200)).max(1000).default([]).describe("as OWNER/NAME; all unless given"),
    states: z.array(z.string().max(40)).max(20).default([]).describe("any of these; every one unless given"),
    person: z.string().trim().min(1).max(100).nullish().describe("the login of its author, actor or creator"),
    since: instant.nullish().describe("those that began at or after this instant"),
    until: instant.nullish().describe("those that began before this instant"),
    after: z.string().max(500).nullish().describe("`next` of the page before"),
    limit: z.number().int().min(1).max(1000).default(100),
  }),
  run: async (ctx, input): Promise<ItemPage> =>
    await withWorkspace(ctx.db, ctx.actor, async (tx) => {
      const places = await findPlaces(tx, input.repositories);
      const cursor = input.after === null || input.after === undefined ? null : readItemCursor(input.kind, input.after);
      const found = await readItems(tx, {
        kind: input.kind,
        places,
        states: input.states,
        person: input.person ?? null,
        since: input.since ?? null,
        until: input.until ?? null,
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

async function findPlaces(tx: Tx, names: readonly string[]): Promise<readonly number[]> {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const found = await sql<{ id: number; fullName: string }>`
    select id, full_name
    from pulse.repositories as repository
    where ${shownRepository}
      and (${wanted.length === 0} or lower(full_name) = any(${wanted}::text[]))
    order by id
  `.execute(tx);
  const known = new Set(found.rows.map(({ fullName }) => fullName.toLowerCase()));
  const missing = names.find((name) => !known.has(name.toLowerCase()));
  if (missing === undefined) return found.rows.map(({ id }) => id);
  throw new AppError("not_found", `There is no repository "${missing}" in this workspace`);
}

type ReadInput = {
  readonly kind: ItemKind;
  readonly places: readonly number[];
  readonly states: readonly string[];
  readonly person: string | null;
  readonly since: string | null;
  readonly until: string | null;
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
  const { from, at, state, person, isShown, columns } = itemSources[input.kind];
  const found = await sql<ItemRow>`
    with newest as (
      select place.id as repository_id, fact.id, fact.at
      from unnest(${input.places}::bigint[]) as place (id)
      cross join lateral (
        select fact.id, ${at} as at
        from ${from} as fact
        where fact.repository_id = place.id
          and ${isShown}
          and (${input.since}::timestamptz is null or ${at} >= ${input.since}::timestamptz)
          and (${input.until}::timestamptz is null or ${at} < ${input.until}::timestamptz)
          and (${input.cursor?.at ?? null}::timestamptz is null
            or (${at}, fact.id) < (${input.cursor?.at ?? null}::timestamptz, ${input.cursor?.id ?? null}::bigint))
          and (${input.states.length === 0} or ${state} = any(${input.states}::text[]))
          and (${input.person}::text is null or ${person} = (
            select account.id from pulse.accounts as account where lower(account.login) = lower(${input.person})
          ))
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

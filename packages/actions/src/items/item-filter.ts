import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { shownRepository } from "@pulse/metrics";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";

import { itemSources, type ItemKind } from "./item-kinds.ts";

const instant = z.iso.datetime({ offset: true, error: "is no instant. It looks like 2026-07-09T12:00:00Z" });

/** What a list of facts can be narrowed by. */
export const itemFilterShape = {
  repositories: z.array(z.string().max(200)).max(1000).default([]).describe("as OWNER/NAME; all unless given"),
  states: z.array(z.string().max(40)).max(20).default([]).describe("any of these; every one unless given"),
  person: z.string().trim().min(1).max(100).nullish().describe("the login of its author, actor or creator"),
  since: instant.nullish().describe("those that began at or after this instant"),
  until: instant.nullish().describe("those that began before this instant"),
};

export type ItemFilter = z.output<z.ZodObject<typeof itemFilterShape>>;

export type ItemPlace = { readonly id: number; readonly fullName: string };

/** The repositories of a list, by id. Throws `not_found` with the first name that is not in the workspace. */
export async function findItemPlaces(tx: Tx, names: readonly string[]): Promise<readonly ItemPlace[]> {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const found = await sql<ItemPlace>`
    select id, full_name
    from pulse.repositories as repository
    where ${shownRepository}
      and (${wanted.length === 0} or lower(full_name) = any(${wanted}::text[]))
    order by id
  `.execute(tx);
  const known = new Set(found.rows.map(({ fullName }) => fullName.toLowerCase()));
  const missing = names.find((name) => !known.has(name.toLowerCase()));
  if (missing === undefined) return found.rows;
  throw new AppError("not_found", `There is no repository "${missing}" in this workspace`);
}

/** What `fact` must be to be in the list, wherever it lies. */
export function itemConditions(kind: ItemKind, filter: Omit<ItemFilter, "repositories">): RawBuilder<unknown> {
  const { at, state, person, isShown } = itemSources[kind];
  const { states, since = null, until = null } = filter;
  const login = filter.person ?? null;
  return sql`
    ${isShown}
    and (${since}::timestamptz is null or ${at} >= ${since}::timestamptz)
    and (${until}::timestamptz is null or ${at} < ${until}::timestamptz)
    and (${states.length === 0} or ${state} = any(${states}::text[]))
    and (${login}::text is null or ${person} = (
      select account.id from pulse.accounts as account where lower(account.login) = lower(${login})
    ))
  `;
}

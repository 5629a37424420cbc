/**
 * What REST tells of one pull request, or one deployment, at a time. Which to ask for comes from the database, where they are by then: those
 * that changed last come first, each is kept before the next is asked for, and where nothing changed nothing is asked.
 */
import type { Tx } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { z } from "zod";

import type { SaveScope } from "../../../save/save-scope.ts";
import type { SyncKind } from "../../../save/save-sync-state.ts";
import type { Cursor, KindReader, Page, PageCounts, ReaderContext } from "../../kind-reader.ts";
import { parseAnswer, parseRows } from "../parse-rows.ts";

export type Place = {
  readonly id: number;
  /** What GitHub calls it by: a pull request's number, a deployment's id. */
  readonly number: number;
};
export type NextPlace = { readonly place: (Place & { readonly updatedAt: Date }) | null; readonly left: number };
export type WhereToLook = { readonly limit: Date | null; readonly at?: string | undefined; readonly number: number };

type Part<Row> = {
  readonly kind: SyncKind;
  readonly covers: readonly SyncKind[];
  /** The one that changed last before `at` and `number`, not before `limit`, and how many are left with it. */
  readonly findNext: (ctx: ReaderContext, input: WhereToLook) => Promise<NextPlace>;
  /** Asks for all there is of it. */
  readonly read: (ctx: ReaderContext, place: Place) => Promise<Row>;
  readonly save: (
    tx: Tx,
    scope: SaveScope,
    input: { readonly place: Place; readonly found: Row },
  ) => Promise<PageCounts>;
};

const positionSchema = z.object({
  /** The one that was read last: its last change and number. */
  at: z.iso.datetime().optional(),
  number: z.int().default(0),
  done: z.int().default(0),
});
const list = z.array(z.unknown());

export function createPartReader<Row>(part: Part<Row>): KindReader {
  return {
    kind: part.kind,
    covers: part.covers,
    phases: ["recent", "backfill", "incremental"],
    // Each is a request of the sixty: what was answered is kept at once.
    pageSize: { first: 1, most: 1 },
    readPage: async (ctx, input) => {
      const { done, ...from } = positionSchema.parse(input.cursor.position);
      const limit = input.phase === "incremental" ? input.since : input.from;
      const { place, left } = await part.findNext(ctx, { limit, ...from });
      // A depth that grew goes on below where this one ends.
      const below = limit === null ? null : { cursor: null, position: { at: limit.toISOString(), number: 0 } };
      if (place === null) return { ...nothing, next: below, total: done };
      const found = await part.read(ctx, place).catch(unlessGone);
      const here: Cursor = {
        cursor: null,
        position: { at: place.updatedAt.toISOString(), number: place.number, done: done + 1 },
      };
      return {
        save: async (tx, scope) => (found === null ? {} : await part.save(tx, scope, { place, found })),
        next: left === 1 ? below : here,
        isDone: left === 1,
        rows: 1,
        total: done + left,
      };
    },
  };
}

const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

/** All pages of a list behind the repository's address. */
export async function readPartList<Schema extends z.ZodType>(
  ctx: ReaderContext,
  input: { readonly kind: SyncKind; readonly path: string; readonly schema: Schema },
): Promise<readonly z.output<Schema>[]> {
  const repository = ctx.repository.fullName;
  const rows: unknown[] = [];
  let address: string | null = `/repos/${repository}/${input.path}?per_page=100`;
  while (address !== null) {
    const answer: Awaited<ReturnType<typeof ctx.client.get>> = await ctx.client.get(address, { signal: ctx.signal });
    if (answer.isNotModified) throw new Error("what was not asked conditionally was answered as unchanged");
    rows.push(...parseAnswer({ repository, kind: input.kind, schema: list }, answer.data));
    address = answer.next;
  }
  return parseRows(ctx, { repository, kind: input.kind, schema: input.schema, rows });
}

// One that went since the list was read keeps none of the others from being read.
function unlessGone(error: unknown): null {
  if (isAppError(error) && error.code === "not_found") return null;
  throw error;
}

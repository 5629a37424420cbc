/**
 * What REST tells of one pull request at a time. Which to ask for comes from the database, where the pull requests are by then: those that
 * changed last come first, each is kept before the next is asked for, and where nothing changed nothing is asked.
 */
import { withService, type Tx } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { SaveScope } from "../../../save/save-scope.ts";
import type { SyncKind } from "../../../save/save-sync-state.ts";
import type { Cursor, KindReader, Page, PageCounts, PageInput, ReaderContext } from "../../kind-reader.ts";
import { parseAnswer, parseRows } from "../parse-rows.ts";

type PullPlace = { readonly id: number; readonly number: number };

type Part<Row> = {
  readonly kind: SyncKind;
  readonly covers: readonly SyncKind[];
  /** Asks for all there is of one pull request. */
  readonly read: (ctx: ReaderContext, pull: PullPlace, input: PageInput) => Promise<Row>;
  readonly save: (
    tx: Tx,
    scope: SaveScope,
    input: { readonly pull: PullPlace; readonly found: Row },
  ) => Promise<PageCounts>;
};

const positionSchema = z.object({
  /** The pull request that was read last: its last change and number. */
  at: z.iso.datetime().optional(),
  number: z.int().default(0),
  done: z.int().default(0),
});
const list = z.array(z.unknown());

export function createPullPartReader<Row>(part: Part<Row>): KindReader {
  return {
    kind: part.kind,
    covers: part.covers,
    phases: ["recent", "backfill", "incremental"],
    // Each is a request of the sixty: what was answered is kept at once.
    pageSize: { first: 1, most: 1 },
    readPage: async (ctx, input) => {
      const { done, ...place } = positionSchema.parse(input.cursor.position);
      const limit = input.phase === "incremental" ? input.since : input.from;
      const { pull, left } = await findNext(ctx, { limit, ...place });
      // A depth that grew goes on below where this one ends.
      const below = limit === null ? null : { cursor: null, position: { at: limit.toISOString(), number: 0 } };
      if (pull === null) return { ...nothing, next: below, total: done };
      const found = await part.read(ctx, pull, input).catch(unlessGone);
      const here: Cursor = {
        cursor: null,
        position: { at: pull.updatedAt.toISOString(), number: pull.number, done: done + 1 },
      };
      return {
        save: async (tx, scope) => (found === null ? {} : await part.save(tx, scope, { pull, found })),
        next: left === 1 ? below : here,
        isDone: left === 1,
        rows: 1,
        total: done + left,
      };
    },
  };
}

const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

/** All pages of a list within one pull request. */
export async function readPullList<Schema extends z.ZodType>(
  ctx: ReaderContext,
  input: { readonly kind: SyncKind; readonly path: string; readonly schema: Schema },
): Promise<readonly z.output<Schema>[]> {
  const repository = ctx.repository.fullName;
  const rows: unknown[] = [];
  let address: string | null = `/repos/${repository}/pulls/${input.path}?per_page=100`;
  while (address !== null) {
    const answer: Awaited<ReturnType<typeof ctx.client.get>> = await ctx.client.get(address, { signal: ctx.signal });
    if (answer.isNotModified) throw new Error("what was not asked conditionally was answered as unchanged");
    rows.push(...parseAnswer({ repository, kind: input.kind, schema: list }, answer.data));
    address = answer.next;
  }
  return parseRows(ctx, { repository, kind: input.kind, schema: input.schema, rows });
}

type Next = { readonly pull: (PullPlace & { readonly updatedAt: Date }) | null; readonly left: number };

async function findNext(
  ctx: ReaderContext,
  input: { readonly limit: Date | null; readonly at?: string | undefined; readonly number: number },
): Promise<Next> {
  const found = await withService(ctx.db, (tx) =>
    sql<PullPlace & { readonly updatedAt: Date; readonly left: number }>`
      select id, number, updated_at, count(*) over () as left
      from pulse.pull_requests
      where repository_id = ${ctx.repository.id}
        and deleted_at is null
        and (${input.limit}::timestamptz is null or updated_at >= ${input.limit}::timestamptz)
        and (
          ${input.at ?? null}::timestamptz is null
          or (updated_at, number) < (${input.at ?? null}::timestamptz, ${input.number}::integer)
        )
      order by updated_at desc, number desc
      limit 1
    `.execute(tx),
  );
  const [row] = found.rows;
  return row === undefined ? { pull: null, left: 0 } : { pull: row, left: row.left };
}

// One that went since the list was read keeps none of the others from being read.
function unlessGone(error: unknown): null {
  if (isAppError(error) && error.code === "not_found") return null;
  throw error;
}

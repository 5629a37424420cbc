/** A list of the whole repository, newest first, a hundred rows to a request: what somebody without a token reads most by. */
import { withService, type Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import type { SaveScope } from "../../../save/save-scope.ts";
import type { SyncKind } from "../../../save/save-sync-state.ts";
import type { KindReader, Page, PageCounts, PageInput, ReaderContext } from "../../kind-reader.ts";
import { parseAnswer, parseRows } from "../parse-rows.ts";

type PublicList<Schema extends z.ZodType> = {
  readonly kind: SyncKind;
  readonly covers?: readonly SyncKind[];
  /** Behind the repository's own address; its query is not closed yet. */
  readonly path: string;
  readonly schema: Schema;
  /** The instant that the list is ordered by. */
  readonly instantOf: (row: z.output<Schema>) => string;
  /** True when a row cannot be new without its issue or pull request being so: where none of them changed, nothing is asked. */
  readonly movesItem: boolean;
  /** A row can change for so long without moving up in the list: an incremental reading goes that much further back. */
  readonly lateMs?: number;
  readonly save: (
    tx: Tx,
    scope: SaveScope,
    input: { readonly rows: readonly z.output<Schema>[]; readonly owner: string },
  ) => Promise<PageCounts>;
};

const list = z.array(z.unknown());
const perPage = 100;
const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

export function createListReader<Schema extends z.ZodType>(of: PublicList<Schema>): KindReader {
  const { kind, path, schema } = of;
  return {
    kind,
    covers: of.covers ?? [kind],
    phases: ["recent", "backfill", "incremental"],
    pageSize: { first: perPage, most: perPage },
    readPage: async (ctx, input) => {
      if (of.movesItem && (await isQuiet(ctx, input))) return nothing;
      const repository = ctx.repository.fullName;
      const first = `/repos/${repository}/${path}per_page=${input.pageSize}`;
      const answer = await ctx.client.get(input.cursor.cursor ?? first, { signal: ctx.signal });
      if (answer.isNotModified) return nothing;
      const listed = parseAnswer({ repository, kind, schema: list }, answer.data);
      const rows = parseRows(ctx, { repository, kind, schema, rows: listed });
      const since = input.since === null ? null : input.since.getTime() - (of.lateMs ?? 0);
      const limitMs = input.phase === "incremental" ? since : (input.from?.getTime() ?? null);
      const oldest = rows.at(-1);
      const isTooOld = oldest !== undefined && limitMs !== null && Date.parse(of.instantOf(oldest)) < limitMs;
      const next = answer.next === null ? null : { cursor: answer.next, position: {} };
      return {
        save: async (tx, scope) => await of.save(tx, scope, { rows, owner: ctx.repository.owner }),
        next,
        isDone: next === null || isTooOld,
        rows: rows.length,
        total: null,
      };
    },
  };
}

/** True when no issue and no pull request changed since; both are read before whatever hangs on them. */
async function isQuiet(ctx: ReaderContext, input: PageInput): Promise<boolean> {
  if (input.phase !== "incremental" || input.since === null || input.cursor.cursor !== null) return false;
  const found = await withService(ctx.db, (tx) =>
    sql<{ isMoved: boolean }>`
      select exists (
        select from pulse.issues where repository_id = ${ctx.repository.id} and updated_at >= ${input.since}
      ) or exists (
        select from pulse.pull_requests where repository_id = ${ctx.repository.id} and updated_at >= ${input.since}
      ) as is_moved
    `.execute(tx),
  );
  return found.rows[0]?.isMoved !== true;
}

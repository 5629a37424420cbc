import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { SaveScope } from "../../save/save-scope.ts";
import type { SyncKind } from "../../save/save-sync-state.ts";
import type { KindReader, Page, PageCounts, PageInput, ReaderContext } from "../kind-reader.ts";
import type { RepositoryProbe } from "../repository-probe.ts";
import type { Connection } from "./answer-fields.ts";
import { ask } from "./ask.ts";
import { findGoneItems } from "./find-gone-items.ts";

type Listed = { readonly number: number; readonly updatedAt: string };

type ItemKind<Node extends Listed> = {
  readonly kind: "issues" | "pull_requests";
  readonly covers: readonly SyncKind[];
  readonly pageSize: KindReader["pageSize"];
  readonly fingerprintOf: (probe: RepositoryProbe) => string;
  readonly query: string;
  readonly schema: z.ZodType<{ readonly repository: { readonly items: Connection<Node> } | null }>;
  /** Reads on the lists within the items that did not fit. */
  readonly complete: (ctx: ReaderContext, items: readonly Node[], pageSize: number) => Promise<void>;
  readonly save: (tx: Tx, scope: SaveScope, items: readonly Node[]) => Promise<PageCounts>;
};

/**
 * Items are read by their last change, newest first: what people look at is there first, whatever is changed meanwhile comes up again at the
 * top, where the next incremental reading begins, and both phases of the first reading are one walk.
 */
const newestFirst = { field: "UPDATED_AT", direction: "DESC" } as const;
const oldestFirst = { field: "UPDATED_AT", direction: "ASC" } as const;

const positionSchema = z.discriminatedUnion("stage", [
  z.object({ stage: z.literal("items") }),
  // Items untouched since before the chosen depth that are still open: without them every backlog would be too small.
  z.object({ stage: z.literal("open"), deeper: z.string() }),
  z.object({
    stage: z.literal("gone"),
    total: z.int(),
    above: z.int().nullable().default(null),
  }),
]);

/** A reader of issues or of pull requests. */
export function createItemReader<Node extends Listed>(item: ItemKind<Node>): KindReader {
  const { kind, covers, pageSize, fingerprintOf } = item;
  return {
    kind,
    covers,
    pageSize,
    fingerprintOf,
    phases: ["recent", "backfill", "incremental", "sweep"],
    readPage: async (ctx, input) => {
      const position = positionSchema.parse({ stage: "items", ...input.cursor.position });
      switch (position.stage) {
        case "items":
          return await readItems(ctx, input, item);
        case "open":
          return await readOpenItems(ctx, input, { item, deeper: position.deeper });
        case "gone":
          return await findGoneItems(ctx, input, { kind, ...position });
      }
    },
  };
}

async function readItems<Node extends Listed>(
  ctx: ReaderContext,
  input: PageInput,
  item: ItemKind<Node>,
): Promise<Page> {
  const list = await readList(ctx, item, { ...input, order: newestFirst, states: null });
  const total = list.totalCount ?? 0;
  const page = { save: (tx: Tx, scope: SaveScope) => item.save(tx, scope, list.nodes), rows: list.nodes.length };
  const endCursor = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  const isTooOld = isPast(list.nodes.at(-1), input.phase === "incremental" ? input.since : input.from);
  const onward = endCursor === null ? null : { cursor: endCursor, position: {} };
  switch (input.phase) {
    case "recent":
      // How many changed so late nobody tells, unless these are all there are.
      return { ...page, total: onward === null ? total : null, next: onward, isDone: onward === null || isTooOld };
    case "backfill": {
      if (onward === null || !isTooOld) return { ...page, total, next: onward, isDone: onward === null };
      const next = { cursor: null, position: { stage: "open", deeper: onward.cursor } };
      return { ...page, total: null, next, isDone: false };
    }
    case "incremental":
    case "sweep": {
      const isLast = onward === null || isTooOld;
      const next = isLast ? { cursor: null, position: { stage: "gone", total } } : onward;
      return { ...page, total: input.phase === "sweep" ? total : null, next, isDone: false };
    }
  }
}

async function readOpenItems<Node extends Listed>(
  ctx: ReaderContext,
  input: PageInput,
  { item, deeper }: { readonly item: ItemKind<Node>; readonly deeper: string },
): Promise<Page> {
  const list = await readList(ctx, item, { ...input, order: oldestFirst, states: ["OPEN"] });
  const isYoung = list.nodes.length > 0 && !isPast(list.nodes.at(-1), input.from);
  const isDone = isYoung || !list.pageInfo.hasNextPage;
  return {
    save: (tx, scope) => item.save(tx, scope, list.nodes),
    rows: list.nodes.length,
    total: null,
    next: isDone
      ? { cursor: deeper, position: {} }
      : { cursor: list.pageInfo.endCursor, position: { stage: "open", deeper } },
    isDone,
  };
}

function isPast(last: Listed | undefined, limit: Date | null): boolean {
  return last !== undefined && limit !== null && Date.parse(last.updatedAt) < limit.getTime();
}

async function readList<Node extends Listed>(
  ctx: ReaderContext,
  item: ItemKind<Node>,
  input: Pick<PageInput, "cursor" | "pageSize"> & {
    readonly order: typeof newestFirst | typeof oldestFirst;
    readonly states: readonly string[] | null;
  },
): Promise<Connection<Node>> {
  const { owner, name, fullName } = ctx.repository;
  const variables = {
    owner,
    name,
    first: input.pageSize,
    after: input.cursor.cursor,
    order: input.order,
    states: input.states,
  };
  const answer = await ask(ctx, { query: item.query, variables, schema: item.schema });
  if (answer.repository === null) throw new AppError("not_found", `GitHub no longer shows ${fullName}`);
  await item.complete(ctx, answer.repository.items.nodes, input.pageSize);
  return answer.repository.items;
}

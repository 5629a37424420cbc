/** Reads runs from the newest to the oldest, through windows of their creation that are small enough to be given whole. */
import { z } from "zod";

import type { Cursor, Page, PageInput, ReaderContext } from "../kind-reader.ts";
import { readEarlierAttempts, readRunList, runsPath, saveRuns } from "./read-run-answers.ts";
import {
  cutWindow,
  firstRunMs,
  isCapped,
  leaveWindow,
  planWindow,
  toCreatedFilter,
  type RunPlan,
  type RunWindow,
} from "./run-lists.ts";
import type { RestRun } from "./run-shape.ts";

const positionSchema = z.object({
  /** Nothing younger is left. */
  toMs: z.int().optional(),
  parts: z.array(z.object({ fromMs: z.int(), left: z.int().nullable() })).optional(),
  /** The window that is being read, and its rows that are read already. */
  fromMs: z.int().optional(),
  done: z.int().default(0),
});

const secondMs = 1000;

export async function readRunHistory(ctx: ReaderContext, input: PageInput, from: Date | null): Promise<Page> {
  const lowestMs = Math.max(firstRunMs, floorToSecond(from?.getTime() ?? 0));
  const position = positionSchema.parse(input.cursor.position);
  const toMs = position.toMs ?? floorToSecond(ctx.clock.now().getTime());
  const plan: RunPlan = { toMs, parts: position.parts ?? [{ fromMs: lowestMs, left: null }] };
  const planned = position.fromMs === undefined ? planWindow(plan) : { fromMs: position.fromMs, toMs };
  // A depth that grew goes on below where the last one ended.
  const below = lowestMs > firstRunMs ? { cursor: null, position: { toMs: lowestMs - secondMs } } : null;
  if (planned === null || toMs < lowestMs) return { ...nothing, next: below };
  const read = await readWindow(ctx, input, { plan, window: planned, done: position.done });
  const earlier = await readEarlierAttempts(ctx, read.runs);
  const next = nextCursor(read);
  return {
    save: async (tx, scope) => await saveRuns(tx, scope, [...read.runs, ...earlier]),
    next: next ?? below,
    isDone: next === null,
    rows: read.rows,
    total: position.toMs === undefined ? read.counted : null,
  };
}

type Asked = { readonly plan: RunPlan; readonly window: RunWindow; readonly done: number };

type Read = Asked & {
  readonly runs: readonly RestRun[];
  /** New ones of the page, bad ones included. */
  readonly rows: number;
  /** What GitHub counted in the first window that was asked for. */
  readonly counted: number;
  readonly isLast: boolean;
};

/** One page of a window, cut smaller first where GitHub would not give all of it. */
async function readWindow(ctx: ReaderContext, input: PageInput, start: Asked): Promise<Read> {
  let { plan, window } = start;
  let counted: number | null = null;
  for (;;) {
    const found = await askWindow(ctx, { window, done: start.done, pageSize: input.pageSize });
    counted ??= found.total;
    const isCut = start.done === 0 && isCapped(found.total);
    const cut = isCut ? cutWindow(plan, { window, total: found.total }) : null;
    if (cut === null) {
      if (isCut) warnOfCap(ctx, { window, total: found.total });
      return { ...found, plan, window, done: start.done, counted };
    }
    ({ plan, window } = cut);
  }
}

async function askWindow(
  ctx: ReaderContext,
  input: { readonly window: RunWindow; readonly done: number; readonly pageSize: number },
): Promise<Pick<Read, "runs" | "rows" | "isLast"> & { readonly total: number }> {
  const pagesBefore = Math.floor(input.done / input.pageSize);
  const answer = await ctx.client.get(runsPath(ctx), {
    // A page that is smaller than the one before begins earlier and repeats rows, which changes nothing.
    query: { created: toCreatedFilter(input.window), per_page: input.pageSize, page: pagesBefore + 1 },
    signal: ctx.signal,
  });
  if (answer.isNotModified) throw new Error("what was not asked conditionally was answered as unchanged");
  const { runs, listed, total } = readRunList(ctx, answer.data);
  const rows = Math.max(0, pagesBefore * input.pageSize + listed - input.done);
  return { runs, rows, total, isLast: answer.next === null };
}

function nextCursor({ plan, window, done, rows, isLast }: Read): Cursor | null {
  if (!isLast) return { cursor: null, position: { ...plan, fromMs: window.fromMs, done: done + rows } };
  const left = leaveWindow(plan, { window, total: done + rows });
  return planWindow(left) === null ? null : { cursor: null, position: { ...left } };
}

// A thousand runs in one second: nothing narrower can be asked.
function warnOfCap(ctx: ReaderContext, input: { readonly window: RunWindow; readonly total: number }): void {
  const created = toCreatedFilter(input.window);
  ctx.logger.warn(
    { repository: ctx.repository.fullName, kind: "workflow_runs", created, total: input.total },
    "GitHub gives only 1,000 runs of one second; the others cannot be asked for",
  );
}

const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

function floorToSecond(atMs: number): number {
  return Math.floor(atMs / secondMs) * secondMs;
}

/**
 * Finds items that GitHub no longer lists: nothing tells of them but a count that is lower than ours. Numbers are listed, newest first, until
 * all that are missing are found, and each is asked for once: GitHub then says whether it was moved.
 */
import { withService } from "@pulse/db";
import { AppError, isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { markGoneItems, type GoneItem } from "../../save/mark-gone-items.ts";
import { noCounts } from "../../save/save-scope.ts";
import type { Page, PageInput, ReaderContext } from "../kind-reader.ts";
import { connectionOf, instant } from "./answer-fields.ts";
import { ask } from "./ask.ts";
import { issueNumbersQuery, pullNumbersQuery } from "./number-queries.ts";

type Search = {
  readonly kind: "issues" | "pull_requests";
  /** How many GitHub counts. */
  readonly total: number;
  /** Numbers from here on are already compared. */
  readonly above: number | null;
};

const queries = { issues: issueNumbersQuery, pull_requests: pullNumbersQuery };
const tables = { issues: sql.id("pulse", "issues"), pull_requests: sql.id("pulse", "pull_requests") };

const schema = z.object({
  repository: z
    .object({ items: connectionOf(z.object({ number: z.int().positive(), createdAt: instant })) })
    .nullable(),
});

const done: Page = { save: () => Promise.resolve({}), rows: 0, total: null, next: null, isDone: true };

export async function findGoneItems(ctx: ReaderContext, input: PageInput, search: Search): Promise<Page> {
  const missing = (await countStored(ctx, search.kind)) - search.total;
  // With a limited depth the counts say nothing, and only the sweep compares, as far back as was read.
  const isCounted = input.from === null;
  if (isCounted ? missing <= 0 : input.phase !== "sweep") return done;
  const list = await listNumbers(ctx, input, search.kind);
  const lowest = Math.min(search.above ?? Infinity, ...list.nodes.map((node) => node.number));
  const isEnd = !list.pageInfo.hasNextPage;
  const candidates = await listUnlisted(ctx, {
    kind: search.kind,
    listed: list.nodes.map((node) => node.number),
    from: isEnd && isCounted ? 0 : lowest,
    above: search.above,
  });
  const gone: GoneItem[] = [];
  for (const number of candidates) gone.push(...(await askForOne(ctx, number)));
  const oldest = list.nodes.at(-1)?.createdAt;
  const isTooOld = input.from !== null && oldest !== undefined && Date.parse(oldest) < input.from.getTime();
  // Those found here are marked when the page is saved, so that the next page's count no longer holds them.
  const isDone = isEnd || isTooOld || (isCounted && gone.length >= missing);
  const position = { stage: "gone", total: search.total, above: lowest };
  return {
    save: async (tx, scope) => {
      const removed = await markGoneItems(tx, scope, { item: search.kind, gone });
      return { [search.kind]: { ...noCounts, removed } };
    },
    rows: 0,
    total: null,
    next: isDone ? null : { cursor: list.pageInfo.endCursor, position },
    isDone,
  };
}

async function countStored(ctx: ReaderContext, kind: Search["kind"]): Promise<number> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ count: number }>`
      select count(*)::integer as count
      from ${tables[kind]}
      where repository_id = ${ctx.repository.id}
        and deleted_at is null
    `.execute(tx),
  );
  return found.rows[0]?.count ?? 0;
}

async function listNumbers(ctx: ReaderContext, input: PageInput, kind: Search["kind"]) {
  const { owner, name, fullName } = ctx.repository;
  const variables = { owner, name, after: input.cursor.cursor };
  const answer = await ask(ctx, { query: queries[kind], variables, schema });
  if (answer.repository === null) throw new AppError("not_found", `GitHub no longer shows ${fullName}`);
  return answer.repository.items;
}

async function listUnlisted(
  ctx: ReaderContext,
  input: Pick<Search, "kind" | "above"> & { readonly listed: readonly number[]; readonly from: number },
): Promise<readonly number[]> {
  if (!Number.isFinite(input.from)) return [];
  const found = await withService(ctx.db, (tx) =>
    sql<{ number: number }>`
      select number
      from ${tables[input.kind]}
      where repository_id = ${ctx.repository.id}
        and deleted_at is null
        and number >= ${input.from}
        and (${input.above}::integer is null or number < ${input.above})
        and number <> all(${input.listed}::integer[])
      order by number desc
    `.execute(tx),
  );
  return found.rows.map((row) => row.number);
}

const answerSchema = z.object({ html_url: z.string() });

/** Nothing when it is there after all: it was created, or moved here, after the list was read. */
async function askForOne(ctx: ReaderContext, number: number): Promise<readonly GoneItem[]> {
  const { fullName } = ctx.repository;
  try {
    const answer = await ctx.client.get(`/repos/${fullName}/issues/${number}`, { signal: ctx.signal });
    if (answer.isNotModified || answer.movedTo === null) return [];
    const place = /([^/]+\/[^/]+)\/(?:issues|pull)\/(\d+)$/.exec(answerSchema.parse(answer.data).html_url);
    return [{ number, movedTo: place === null ? null : `${place[1]}#${place[2]}` }];
  } catch (error) {
    if (!isAppError(error) || error.code !== "not_found") throw error;
    return [{ number, movedTo: null }];
  }
}

import { withService, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { markUnreachable } from "../../save/mark-unreachable.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import { saveCommits } from "../../save/save-commits.ts";
import type { SaveCounts, SaveScope } from "../../save/save-scope.ts";
import type { KindReader, Page, PageInput, ReaderContext } from "../kind-reader.ts";
import { AccountBook, loginOf } from "./actor.ts";
import { ask } from "./ask.ts";
import { historyQuery, historySchema, type CommitNode } from "./history-query.ts";

const positionSchema = z.object({
  /** The history of this commit is read, even when the branch moves on meanwhile. */
  head: z.string().optional(),
  /** Parents that are neither read nor stored: an incremental reading goes on until there is none. */
  wanted: z.array(z.string()).optional(),
});

const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

/** Commits of the default branch. */
export const commitReader: KindReader = {
  kind: "commits",
  covers: ["commits"],
  phases: ["recent", "backfill", "incremental"],
  pageSize: { first: 100, most: 100 },
  fingerprintOf: (probe) => `${probe.defaultBranch} ${probe.headSha}`,
  readPage: async (ctx, input) => {
    const position = positionSchema.parse(input.cursor.position);
    const head = position.head ?? ctx.probe.headSha;
    if (head === null) return nothing;
    if (input.phase === "incremental") return await readNew(ctx, input, { head, wanted: position.wanted ?? [head] });
    const history = await readHistory(ctx, input, head);
    const next = history.pageInfo.hasNextPage ? { cursor: history.pageInfo.endCursor, position: { head } } : null;
    return {
      save: async (tx, scope) => ({ commits: await savePage(tx, scope, history.nodes) }),
      next,
      isDone: next === null || isPast(history.nodes.at(-1), input.from),
      rows: history.nodes.length,
      total: history.totalCount ?? null,
    };
  },
};

/**
 * A merge brings in commits that are older than what is stored, so no date says where the new ones end: the walk ends when every parent
 * is known.
 */
async function readNew(
  ctx: ReaderContext,
  input: PageInput,
  walk: { readonly head: string; readonly wanted: readonly string[] },
): Promise<Page> {
  const wanted = await withoutStored(ctx, walk.wanted);
  const history = wanted.length === 0 ? null : await readHistory(ctx, input, walk.head);
  const nodes = history?.nodes ?? [];
  const read = new Set(nodes.map((node) => node.oid));
  const parents = nodes.flatMap((node) => node.parents.nodes.map((parent) => parent.oid));
  const open = [...new Set([...wanted, ...parents])].filter((sha) => !read.has(sha));
  const left = await withoutStored(ctx, open);
  const next =
    history !== null && history.pageInfo.hasNextPage && left.length > 0 && !isPast(nodes.at(-1), input.from)
      ? { cursor: history.pageInfo.endCursor, position: { head: walk.head, wanted: left } }
      : null;
  return {
    save: async (tx, scope) => {
      const saved = await savePage(tx, scope, nodes);
      const removed = next === null ? await markUnreachable(tx, scope, walk.head) : 0;
      return { commits: { ...saved, removed } };
    },
    next,
    isDone: next === null,
    rows: nodes.length,
    total: null,
  };
}

async function withoutStored(ctx: ReaderContext, shas: readonly string[]): Promise<readonly string[]> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ sha: string }>`
      select sha
      from pulse.commits
      where repository_id = ${ctx.repository.id}
        and sha = any(${shas}::text[])
        and is_on_default_branch
    `.execute(tx),
  );
  const stored = new Set(found.rows.map((row) => row.sha));
  return shas.filter((sha) => !stored.has(sha));
}

async function readHistory(ctx: ReaderContext, input: PageInput, head: string) {
  const { owner, name, fullName } = ctx.repository;
  const variables = { owner, name, head, first: input.pageSize, after: input.cursor.cursor };
  const answer = await ask(ctx, { query: historyQuery, variables, schema: historySchema });
  const history = answer.repository?.object?.history;
  if (history !== undefined) return history;
  throw new AppError("unavailable", `GitHub no longer has the commit ${head} of ${fullName}. It is read again later`, {
    details: { isTooMuch: false, isStaleCursor: true },
  });
}

function isPast(last: CommitNode | undefined, limit: Date | null): boolean {
  return last !== undefined && limit !== null && Date.parse(last.committedDate) < limit.getTime();
}

async function savePage(tx: Tx, scope: SaveScope, nodes: readonly CommitNode[]): Promise<SaveCounts> {
  const book = new AccountBook();
  for (const node of nodes) book.note(node.author?.user);
  const accountIds = await saveAccounts(tx, scope, book.list());
  return await saveCommits(
    tx,
    scope,
    nodes.map((node) => ({
      sha: node.oid,
      parentShas: node.parents.nodes.map((parent) => parent.oid),
      authorId: accountIds(loginOf(node.author?.user)),
      authorName: node.author?.name ?? null,
      authorEmail: node.author?.email ?? null,
      authoredAt: node.authoredDate,
      committedAt: node.committedDate,
      headline: node.messageHeadline,
      isOnDefaultBranch: true,
      additions: node.additions,
      deletions: node.deletions,
      changedFiles: node.changedFilesIfAvailable,
    })),
  );
}

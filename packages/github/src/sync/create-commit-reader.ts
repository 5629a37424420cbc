import { withService, type Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { markUnreachable } from "../save/mark-unreachable.ts";
import { saveAccounts, type AccountRow } from "../save/save-accounts.ts";
import { saveCommits, type CommitRow } from "../save/save-commits.ts";
import type { SaveCounts, SaveScope } from "../save/save-scope.ts";
import { tieAuthors } from "../save/tie-authors.ts";
import type { KindReader, Page, PageInput, ReaderContext } from "./kind-reader.ts";

/** A commit as GitHub told it, with the account that it names. */
export type ToldCommit = Omit<CommitRow, "authorId" | "isOnDefaultBranch"> & { readonly account: AccountRow | null };

type History = {
  /** The commit that the history is of, whatever the branch has become meanwhile. */
  readonly head: string;
  readonly commits: readonly ToldCommit[];
  /** Of the next page; null on the last. */
  readonly next: string | null;
  readonly total: number | null;
};

type Source = Pick<KindReader, "fingerprintOf"> & {
  /** Null: the door does not tell it before the history itself. */
  readonly headOf: (ctx: ReaderContext) => string | null;
  /** A page of the history of a commit, or of the default branch as it is now. Null: the repository is empty. */
  readonly readHistory: (
    ctx: ReaderContext,
    input: { readonly head: string | null; readonly cursor: string | null; readonly pageSize: number },
  ) => Promise<History | null>;
};

const positionSchema = z.object({
  /** The history of this commit is read, even when the branch moves on meanwhile. */
  head: z.string().optional(),
  /** Parents that are neither read nor stored: an incremental reading goes on until there is none. */
  wanted: z.array(z.string()).optional(),
});

type Walk = { readonly head: string | null; readonly wanted: readonly string[] };

const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

/** Commits of the default branch. */
export function createCommitReader(source: Source): KindReader {
  return {
    kind: "commits",
    covers: ["commits"],
    phases: ["recent", "backfill", "incremental"],
    pageSize: { first: 100, most: 100 },
    ...(source.fingerprintOf === undefined ? {} : { fingerprintOf: source.fingerprintOf }),
    readPage: async (ctx, input) => {
      const position = positionSchema.parse(input.cursor.position);
      const head = position.head ?? source.headOf(ctx);
      const wanted = position.wanted ?? (head === null ? [] : [head]);
      if (input.phase === "incremental") return await readNew(source, ctx, { input, walk: { head, wanted } });
      const history = await source.readHistory(ctx, { ...askedOf(input), head });
      if (history === null) return nothing;
      const next = history.next === null ? null : { cursor: history.next, position: { head: history.head } };
      const isDone = next === null || isPast(history.commits.at(-1), input.from);
      return {
        save: async (tx, scope) => {
          const commits = await savePage(tx, scope, history.commits);
          // What a clone told of before, beyond what is read now, is by the same people.
          if (isDone) await tieAuthors(tx, scope);
          return { commits };
        },
        next,
        isDone,
        rows: history.commits.length,
        total: history.total,
      };
    },
  };
}

function askedOf(input: PageInput) {
  return { cursor: input.cursor.cursor, pageSize: input.pageSize };
}

/**
 * A merge brings in commits that are older than what is stored, so no date says where the new ones end: the walk ends when every parent
 * is known.
 */
async function readNew(
  source: Source,
  ctx: ReaderContext,
  { input, walk }: { readonly input: PageInput; readonly walk: Walk },
): Promise<Page> {
  const wanted = await withoutStored(ctx, walk.wanted);
  const isKnown = walk.head !== null && wanted.length === 0;
  const history = isKnown ? null : await source.readHistory(ctx, { ...askedOf(input), head: walk.head });
  const head = history?.head ?? walk.head;
  if (head === null) return nothing;
  const commits = history?.commits ?? [];
  const read = new Set(commits.map((commit) => commit.sha));
  const parents = commits.flatMap((commit) => commit.parentShas);
  const open = [...new Set([...wanted, ...parents])].filter((sha) => !read.has(sha));
  const left = await withoutStored(ctx, open);
  const isMore = left.length > 0 && !isPast(commits.at(-1), input.from);
  const cursor = history?.next ?? null;
  const next = cursor !== null && isMore ? { cursor, position: { head, wanted: left } } : null;
  return {
    save: async (tx, scope) => {
      const saved = await savePage(tx, scope, commits);
      const removed = next === null ? await markUnreachable(tx, scope, head) : 0;
      return { commits: { ...saved, removed } };
    },
    next,
    isDone: next === null,
    rows: commits.length,
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

function isPast(last: ToldCommit | undefined, limit: Date | null): boolean {
  return last !== undefined && limit !== null && Date.parse(last.committedAt) < limit.getTime();
}

async function savePage(tx: Tx, scope: SaveScope, commits: readonly ToldCommit[]): Promise<SaveCounts> {
  const accounts = commits.flatMap(({ account }) => (account === null ? [] : [account]));
  const byLogin = new Map(accounts.map((account) => [account.login.toLowerCase(), account]));
  const accountIds = await saveAccounts(tx, scope, [...byLogin.values()]);
  return await saveCommits(
    tx,
    scope,
    commits.map(({ account, ...commit }) => ({
      ...commit,
      authorId: accountIds(account?.login ?? null),
      isOnDefaultBranch: true,
    })),
  );
}

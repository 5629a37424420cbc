import type { Tx } from "@pulse/db";

import { listDefaultBranchShas, markOffDefaultBranch, saveCommits, type CommitRow } from "../save/save-commits.ts";
import { addCounts, noCounts, type SaveCounts, type SaveScope } from "../save/save-scope.ts";
import type { GitTextFaults } from "./git-text.ts";
import type { Clone } from "./open-clone.ts";
import { readCommits, type GitCommit } from "./read-commits.ts";

export type SavedBranch = {
  readonly counts: SaveCounts;
  /** Commits whose subject names a pull request, by its number. */
  readonly named: ReadonlyMap<number, readonly string[]>;
  /** Where a shallow clone ends; null when the branch is there from its beginning. */
  readonly coveredFrom: string | null;
  readonly newestAt: string | null;
  readonly oddDates: number;
};

type Input = {
  readonly clone: Clone;
  readonly tip: string;
  readonly faults: GitTextFaults;
  readonly accountOf: (email: string) => number | null;
  readonly onProgress: (rows: number) => void;
};

const batchRows = 2000;
// "Merge pull request #12 from …" of a merge commit, "… (#12)" of a squash.
const subjectPatterns = [/^Merge pull request #(\d{1,9}) /, /\(#(\d{1,9})\)$/];

/** Saves the commits of the default branch; those that it no longer has are marked, unless the clone does not reach back. */
export async function saveBranch(tx: Tx, scope: SaveScope, input: Input): Promise<SavedBranch> {
  const state = new BranchState(await listDefaultBranchShas(tx, scope));
  let counts = noCounts;
  let rows: CommitRow[] = [];
  const flush = async (): Promise<void> => {
    counts = addCounts(counts, await saveCommits(tx, scope, rows));
    input.onProgress(rows.length);
    rows = [];
  };
  for await (const commit of readCommits(input.clone, input.tip, input.faults)) {
    state.note(commit, input.clone);
    if (!input.clone.shallowShas.has(commit.sha)) rows.push(toRow(commit, input));
    if (rows.length >= batchRows) await flush();
  }
  await flush();
  const isWhole = input.clone.shallowShas.size === 0;
  const removed = isWhole ? await markOffDefaultBranch(tx, scope, state.gone()) : 0;
  return { ...state.summary(), counts: { ...counts, removed } };
}

function toRow(commit: GitCommit, { clone, accountOf }: Input): CommitRow {
  const hasSize = commit.parentShas.length < 2 && !clone.isPartial;
  return {
    sha: commit.sha,
    parentShas: commit.parentShas,
    authorId: accountOf(commit.authorEmail),
    authorName: commit.authorName,
    authorEmail: commit.authorEmail,
    authoredAt: commit.authoredAt,
    committedAt: commit.committedAt,
    headline: commit.headline,
    isOnDefaultBranch: true,
    additions: hasSize ? commit.size.additions : null,
    deletions: hasSize ? commit.size.deletions : null,
    changedFiles: hasSize ? commit.size.changedFiles : null,
  };
}

class BranchState {
  readonly #stored: Set<string>;
  readonly #named = new Map<number, string[]>();
  #coveredFrom: string | null = null;
  #newestAt: string | null = null;
  #oddDates = 0;

  constructor(stored: readonly string[]) {
    this.#stored = new Set(stored);
  }

  note(commit: GitCommit, clone: Clone): void {
    this.#stored.delete(commit.sha);
    if (!commit.isSane) this.#oddDates += 1;
    else if (this.#newestAt === null || commit.committedAt > this.#newestAt) this.#newestAt = commit.committedAt;
    if (clone.shallowShas.has(commit.sha) && commit.committedAt > (this.#coveredFrom ?? "")) {
      this.#coveredFrom = commit.committedAt;
    }
    const number = subjectPatterns
      .map((pattern) => pattern.exec(commit.headline)?.[1])
      .find((found) => found !== undefined);
    if (number === undefined) return;
    this.#named.set(Number(number), [...(this.#named.get(Number(number)) ?? []), commit.sha]);
  }

  gone(): readonly string[] {
    return [...this.#stored];
  }

  summary(): Omit<SavedBranch, "counts"> {
    return {
      named: this.#named,
      coveredFrom: this.#coveredFrom,
      newestAt: this.#newestAt,
      oddDates: this.#oddDates,
    };
  }
}

import type { Tx } from "@pulse/db";

import type { StoredPullRequest } from "../save/list-pull-requests.ts";
import { savePullRequestCommits, type PullRequestCommitRow } from "../save/save-pull-request-commits.ts";
import { savePullRequestFiles } from "../save/save-pull-request-files.ts";
import { savePullRequestSizes } from "../save/save-pull-request-sizes.ts";
import { addCounts, noCounts, type SaveCounts, type SaveScope } from "../save/save-scope.ts";
import { findPullChanges, type PullChange, type PullFinder } from "./find-pull-changes.ts";
import type { GitTextFaults } from "./git-text.ts";
import type { Clone } from "./open-clone.ts";
import { readListedCommits, type GitCommit } from "./read-commits.ts";
import { readDifferences, type Difference } from "./read-differences.ts";

export type SavedPullChanges = {
  readonly commits: SaveCounts;
  readonly files: SaveCounts;
  /** Pull requests whose commits, and whose files, the clone tells. */
  readonly withCommits: number;
  readonly withFiles: number;
};

type Input = {
  readonly clone: Clone;
  readonly pulls: readonly StoredPullRequest[];
  readonly finder: PullFinder;
  readonly faults: GitTextFaults;
  readonly accountOf: (email: string) => number | null;
  readonly onProgress: (rows: number) => void;
};

const batchPulls = 100;
const nothing: SavedPullChanges = { commits: noCounts, files: noCounts, withCommits: 0, withFiles: 0 };

/** Ties commits and files to the pull requests that are already stored. */
export async function savePullChanges(tx: Tx, scope: SaveScope, input: Input): Promise<SavedPullChanges> {
  let total = nothing;
  for (let start = 0; start < input.pulls.length; start += batchPulls) {
    const pulls = input.pulls.slice(start, start + batchPulls);
    const changes = findPullChanges(input.clone, pulls, input.finder);
    const saved = await saveChanges(tx, scope, { ...input, changes });
    total = {
      commits: addCounts(total.commits, saved.commits),
      files: addCounts(total.files, saved.files),
      withCommits: total.withCommits + saved.withCommits,
      withFiles: total.withFiles + saved.withFiles,
    };
    input.onProgress(pulls.length);
  }
  return total;
}

async function saveChanges(
  tx: Tx,
  scope: SaveScope,
  input: Input & { readonly changes: readonly PullChange[] },
): Promise<SavedPullChanges> {
  const { clone, changes, faults } = input;
  const known = changes.filter((change) => change.shas !== null);
  const bySha = await readCommitsOf(clone, known);
  const commits = await savePullRequestCommits(tx, scope, {
    rows: known.flatMap((change) => toCommitRows(change, bySha, input.accountOf)),
    completePullRequestIds: known.map((change) => change.pullRequestId),
  });
  const differences = clone.isPartial ? [] : await collect(readDifferences(clone, changes, faults));
  const files = await savePullRequestFiles(tx, scope, {
    rows: differences.flatMap(({ pair, files: changed }) =>
      changed.map((file) => ({ ...file, pullRequestId: pair.pullRequestId })),
    ),
    completePullRequestIds: differences.map(({ pair }) => pair.pullRequestId),
  });
  await savePullRequestSizes(tx, scope, differences.map(toSizeRow));
  return { commits, files, withCommits: known.length, withFiles: differences.length };
}

async function readCommitsOf(clone: Clone, changes: readonly PullChange[]): Promise<ReadonlyMap<string, GitCommit>> {
  const shas = new Set(changes.flatMap((change) => change.shas ?? []));
  const commits = await collect(readListedCommits(clone, [...shas]));
  return new Map(commits.map((commit) => [commit.sha, commit]));
}

// A commit without a date that can be believed says nothing about when work began.
function toCommitRows(
  { pullRequestId, shas }: PullChange,
  bySha: ReadonlyMap<string, GitCommit>,
  accountOf: Input["accountOf"],
): readonly PullRequestCommitRow[] {
  const commits = (shas ?? []).flatMap((sha) => bySha.get(sha) ?? []).filter((commit) => commit.isSane);
  return commits.map((commit, ordinal) => ({
    pullRequestId,
    sha: commit.sha,
    ordinal,
    authorId: accountOf(commit.authorEmail),
    authoredAt: commit.authoredAt,
    committedAt: commit.committedAt,
  }));
}

function toSizeRow({ pair, size }: Difference<PullChange>) {
  return { pullRequestId: pair.pullRequestId, ...size };
}

async function collect<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Decides where in a clone each pull request is to be found; pure. What cannot be known is left out, never guessed. */
import type { StoredPullRequest } from "../save/list-pull-requests.ts";

export type CommitFacts = {
  readonly parentShas: readonly string[];
  readonly committedAt: string;
  readonly headline: string;
};

export type Facts = {
  /** Commits that the clone has, of those that pull requests name, and their parents. */
  readonly commits: ReadonlyMap<string, CommitFacts>;
  /** Heads of pull requests that the clone keeps as refs, by number. */
  readonly heads: ReadonlyMap<number, string>;
  /** Commits of the default branch whose subject names a pull request, by its number. */
  readonly named: ReadonlyMap<number, readonly string[]>;
};

/**
 * `range`: the commits of `head` that `base` has not, and the difference between them. `squash`: one commit that holds the whole change,
 * while the commits it was made of are gone.
 */
export type PullRange =
  | { readonly kind: "range"; readonly base: string; readonly head: string; readonly isMerged: boolean }
  | { readonly kind: "squash"; readonly parent: string; readonly commit: string };

const dayMs = 86_400_000;
// "Rebase and merge" commits its whole series within this time.
const seriesMs = 2000;

export function planPullRange(pull: StoredPullRequest, facts: Facts): PullRange | null {
  const merge = pull.mergedAt === null ? null : findMerge(pull, facts);
  const head = findHead(pull, merge, facts);
  if (head !== null) {
    const base = findBase(pull, { merge, head }, facts);
    return base === null || base === head ? null : { kind: "range", base, head, isMerged: merge !== null };
  }
  const parents = merge === null ? [] : parentsOf(merge, facts);
  const [parent] = parents;
  if (merge === null || parent === undefined || parents.length > 1 || isLastOfSeries(pull, merge, facts)) return null;
  return { kind: "squash", parent, commit: merge };
}

/** The commit that brought the pull request in: the one GitHub names, else one that names it and was made at the time of the merge. */
function findMerge(pull: StoredPullRequest, facts: Facts): string | null {
  if (pull.mergeCommitSha !== null && facts.commits.has(pull.mergeCommitSha)) return pull.mergeCommitSha;
  const mergedMs = pull.mergedAt?.getTime() ?? 0;
  const distance = (sha: string): number => Math.abs(Date.parse(facts.commits.get(sha)?.committedAt ?? "") - mergedMs);
  const near = (facts.named.get(pull.number) ?? []).filter((sha) => distance(sha) < dayMs);
  return near.toSorted((left, right) => distance(left) - distance(right))[0] ?? null;
}

/** The side of a merge is exact, where a branch may have grown since. An octopus has several sides: only a known head tells them apart. */
function findHead(pull: StoredPullRequest, merge: string | null, facts: Facts): string | null {
  const [side, ...otherSides] = merge === null ? [] : parentsOf(merge, facts).slice(1);
  if (side !== undefined && otherSides.length === 0) return side;
  const stored = pull.headSha !== null && facts.commits.has(pull.headSha) ? pull.headSha : null;
  return facts.heads.get(pull.number) ?? stored;
}

function findBase(
  pull: StoredPullRequest,
  { merge, head }: { readonly merge: string | null; readonly head: string },
  facts: Facts,
): string | null {
  const before = merge === null || merge === head ? undefined : parentsOf(merge, facts)[0];
  if (before !== undefined) return before;
  return pull.baseSha !== null && facts.commits.has(pull.baseSha) ? pull.baseSha : null;
}

// The last commit of a rebased series is not the whole change. A squash names the pull request, or stands alone in time.
function isLastOfSeries(pull: StoredPullRequest, merge: string, facts: Facts): boolean {
  const commit = facts.commits.get(merge);
  const before = facts.commits.get(commit?.parentShas[0] ?? "");
  if (commit === undefined || before === undefined || commit.headline.endsWith(`(#${pull.number})`)) return false;
  return Date.parse(commit.committedAt) - Date.parse(before.committedAt) <= seriesMs;
}

function parentsOf(sha: string, facts: Facts): readonly string[] {
  return facts.commits.get(sha)?.parentShas ?? [];
}

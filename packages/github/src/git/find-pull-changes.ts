import type { StoredPullRequest } from "../save/list-pull-requests.ts";
import type { CommitGraph } from "./commit-graph.ts";
import type { Clone } from "./open-clone.ts";
import { planPullRange, type Facts, type PullRange } from "./plan-pull-range.ts";

/** Where a pull request is in a clone: its commits, oldest first, or null when they are gone, and the two sides of its difference. */
export type PullChange = {
  readonly pullRequestId: number;
  readonly shas: readonly string[] | null;
  readonly base: string;
  readonly head: string;
};

export type PullFinder = { readonly facts: Facts; readonly graph: CommitGraph; readonly onBranch: ReadonlySet<string> };

/** Finds each pull request that a clone can tell of; others are left out. */
export function findPullChanges(
  clone: Pick<Clone, "shallowShas">,
  pulls: readonly StoredPullRequest[],
  finder: PullFinder,
): readonly PullChange[] {
  return pulls.flatMap((pull) => {
    const range = planPullRange(pull, finder.facts);
    const found = range === null ? null : findChange(clone, range, finder);
    return found === null ? [] : [{ pullRequestId: pull.id, ...found }];
  });
}

type Found = Omit<PullChange, "pullRequestId">;

function findChange(clone: Pick<Clone, "shallowShas">, range: PullRange, finder: PullFinder): Found | null {
  if (range.kind === "squash") {
    return clone.shallowShas.has(range.commit) ? null : { shas: null, base: range.parent, head: range.commit };
  }
  const { shas, mergeBase } = findSide(range, finder);
  // At the end of a shallow clone nobody knows where a side begins.
  const isCut = shas.some((sha) => clone.shallowShas.has(sha));
  return shas.length === 0 || mergeBase === null || isCut ? null : { shas, base: mergeBase, head: range.head };
}

/** What only the head has. Of one that was not merged, commits that reached the branch in another way count only when it has no others. */
function findSide(range: PullRange & { kind: "range" }, { graph, onBranch }: PullFinder) {
  if (range.isMerged) return graph.range(range.head, range.base);
  const own = graph.range(range.head, range.base, (sha) => onBranch.has(sha));
  return own.shas.length > 0 ? own : graph.range(range.head, range.base);
}

/**
 * The commits of a clone and who descends from whom, in memory (some 200 bytes a commit): asking git for the commits of one pull request costs a
 * process, some 7 ms, and there are thousands of pull requests.
 */
import type { Clone } from "./open-clone.ts";
import { streamGit } from "./run-git.ts";

export type CommitRange = {
  /** Oldest first. */
  readonly shas: readonly string[];
  /** The newest commit that both sides have; null when they have none. */
  readonly mergeBase: string | null;
};

const ofHead = 1;
const ofOthers = 2;

export class CommitGraph {
  readonly #indexBySha = new Map<string, number>();
  readonly #shas: string[] = [];
  readonly #parents: (readonly number[])[] = [];
  /** One more than the highest of the parents, so that no commit comes before what descends from it when these are walked downwards. */
  readonly #generations: number[] = [];

  /** Parents come before their children. Parents that are not there (a shallow clone) are left out. */
  add(sha: string, parentShas: readonly string[]): void {
    const parents = parentShas.flatMap((parent) => this.#indexBySha.get(parent) ?? []);
    this.#indexBySha.set(sha, this.#shas.length);
    this.#shas.push(sha);
    this.#parents.push(parents);
    this.#generations.push(parents.reduce((highest, parent) => Math.max(highest, this.#generationOf(parent)), 0) + 1);
  }

  has(sha: string): boolean {
    return this.#indexBySha.has(sha);
  }

  parentsOf(sha: string): readonly string[] {
    return (this.#parents[this.#indexBySha.get(sha) ?? -1] ?? []).map((parent) => this.#shaOf(parent));
  }

  /** All that leads to a commit, itself included. */
  ancestorsOf(sha: string): ReadonlySet<string> {
    const found = new Set<string>();
    const waiting = [sha];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next) || !this.has(next)) continue;
      found.add(next);
      waiting.push(...this.parentsOf(next));
    }
    return found;
  }

  /** Commits of `head` that `other` has not, nor `isElsewhere` claims. */
  range(head: string, other: string, isElsewhere: (sha: string) => boolean = () => false): CommitRange {
    const walk = new Walk((index) => this.#generationOf(index));
    const mark = (index: number, flags: number): void => {
      walk.mark(index, isElsewhere(this.#shaOf(index)) ? flags | ofOthers : flags);
    };
    const start = this.#indexBySha.get(head);
    const against = this.#indexBySha.get(other);
    if (start !== undefined) mark(start, ofHead);
    if (against !== undefined) mark(against, ofOthers);
    const own: number[] = [];
    let mergeBase: number | null = null;
    for (let next = walk.take(); next !== null; next = walk.take()) {
      if (next.flags === ofHead) own.push(next.index);
      if (next.flags === (ofHead | ofOthers)) mergeBase ??= next.index;
      if (mergeBase !== null && !walk.hasOwn()) break;
      for (const parent of this.#parents[next.index] ?? []) mark(parent, next.flags);
    }
    return {
      shas: own.toReversed().map((index) => this.#shaOf(index)),
      mergeBase: mergeBase === null ? null : this.#shaOf(mergeBase),
    };
  }

  #shaOf(index: number): string {
    return this.#shas[index] ?? "";
  }

  #generationOf(index: number): number {
    return this.#generations[index] ?? 0;
  }
}

/** Reads everything that leads to these commits. */
export async function readCommitGraph(clone: Clone, tips: readonly string[]): Promise<CommitGraph> {
  const graph = new CommitGraph();
  if (tips.length === 0) return graph;
  const args = [
    "log",
    "-z",
    "--no-patch",
    "--no-show-signature",
    "--topo-order",
    "--reverse",
    "--format=%H %P",
    "--stdin",
    "--",
  ];
  for await (const token of streamGit(args, { ...clone, input: `${tips.join("\n")}\n` })) {
    const [sha = "", ...parents] = token.toString("latin1").trim().split(" ");
    graph.add(sha, parents);
  }
  return graph;
}

/** Commits waiting to be walked, highest generation first; whoever is taken has all its flags. */
class Walk {
  readonly #generationOf: (index: number) => number;
  readonly #flags = new Map<number, number>();
  readonly #waiting: number[] = [];
  #own = 0;

  constructor(generationOf: (index: number) => number) {
    this.#generationOf = generationOf;
  }

  mark(index: number, flags: number): void {
    const before = this.#flags.get(index) ?? 0;
    const after = before | flags;
    this.#own += Number(after === ofHead) - Number(before === ofHead);
    this.#flags.set(index, after);
    if (before === 0) this.#waiting.splice(this.#findPlace(index), 0, index);
  }

  take(): { readonly index: number; readonly flags: number } | null {
    const index = this.#waiting.pop();
    if (index === undefined) return null;
    const flags = this.#flags.get(index) ?? 0;
    this.#own -= Number(flags === ofHead);
    return { index, flags };
  }

  /** Whether a commit waits that only the head has so far. */
  hasOwn(): boolean {
    return this.#own > 0;
  }

  // Few commits wait at a time: as many as there are branches side by side.
  #findPlace(index: number): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#waiting[middle] ?? 0;
      const order = this.#generationOf(other) - this.#generationOf(index) || other - index;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

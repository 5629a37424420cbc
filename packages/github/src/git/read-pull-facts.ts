import type { StoredPullRequest } from "../save/list-pull-requests.ts";
import { readCommitGraph } from "./commit-graph.ts";
import type { PullFinder } from "./find-pull-changes.ts";
import type { Clone } from "./open-clone.ts";
import type { CommitFacts, Facts } from "./plan-pull-range.ts";
import { readListedCommits } from "./read-commits.ts";
import { readGit } from "./run-git.ts";

const headPatterns = [
  /^refs\/pull\/(\d{1,9})\/head$/,
  // What people configure to fetch pull requests: refs/remotes/origin/pr/7, refs/remotes/origin/pull/7/head.
  /^refs\/remotes\/(?:[^/]+\/)?(?:pr|pull)\/(\d{1,9})(?:\/head)?$/,
];

type Input = {
  readonly pulls: readonly StoredPullRequest[];
  /** From the subjects of the default branch. */
  readonly named: Facts["named"];
  readonly tip: string;
};

/** What a clone knows of the commits that these pull requests name. */
export async function readPullFacts(clone: Clone, { pulls, named, tip }: Input): Promise<PullFinder> {
  const heads = await readHeads(clone);
  const stored = pulls.flatMap((pull) => [pull.mergeCommitSha, pull.baseSha, pull.headSha]);
  const shas = new Set([...stored.filter((sha) => sha !== null), ...[...named.values()].flat()]);
  const present = await keepPresent(clone, [...shas]);
  const commits = await readFacts(clone, present);
  const parents = [...commits.values()].flatMap((commit) => commit.parentShas).filter((sha) => !commits.has(sha));
  const more = await readFacts(clone, await keepPresent(clone, parents));
  const graph = await readCommitGraph(clone, [...new Set([tip, ...heads.values(), ...present])]);
  return { facts: { heads, named, commits: new Map([...commits, ...more]) }, graph, onBranch: graph.ancestorsOf(tip) };
}

async function readHeads(clone: Clone): Promise<ReadonlyMap<number, string>> {
  const text = await readGit(["for-each-ref", "--format=%(refname) %(objectname)", "refs/pull", "refs/remotes"], clone);
  const heads = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [ref = "", sha = ""] = line.split(" ");
    const number = headPatterns.map((pattern) => pattern.exec(ref)?.[1]).find((found) => found !== undefined);
    if (number !== undefined) heads.set(Number(number), sha);
  }
  return heads;
}

async function keepPresent(clone: Clone, shas: readonly string[]): Promise<readonly string[]> {
  if (shas.length === 0) return [];
  const answer = await readGit(["cat-file", "--batch-check"], { ...clone, input: `${shas.join("\n")}\n` });
  return answer
    .split("\n")
    .filter((line) => line.split(" ")[1] === "commit")
    .map((line) => line.split(" ")[0] ?? "");
}

async function readFacts(clone: Clone, shas: readonly string[]): Promise<ReadonlyMap<string, CommitFacts>> {
  const facts = new Map<string, CommitFacts>();
  for await (const commit of readListedCommits(clone, [...new Set(shas)])) facts.set(commit.sha, commit);
  return facts;
}

import path from "node:path";

import { withService, type Db, type Tx } from "@pulse/db";

import { saveDefaultBranch } from "../save/ensure-repository.ts";
import { enterRepository } from "../save/enter-repository.ts";
import { findAccountIds } from "../save/find-account-ids.ts";
import { listPullRequests } from "../save/list-pull-requests.ts";
import { parseRepositoryName, type RepositoryName } from "../save/parse-repository-name.ts";
import { saveAccounts } from "../save/save-accounts.ts";
import { noCounts, type SaveCounts, type SaveScope } from "../save/save-scope.ts";
import { saveSyncState } from "../save/save-sync-state.ts";
import { saveTags } from "../save/save-tags.ts";
import { tieAuthors } from "../save/tie-authors.ts";
import { findBranch, type Branch } from "./find-branch.ts";
import { findNoreplyAuthor, type NoreplyAuthor } from "./find-noreply-author.ts";
import type { GitTextFaults } from "./git-text.ts";
import { openClone, type Clone } from "./open-clone.ts";
import { readPullFacts } from "./read-pull-facts.ts";
import { readTags } from "./read-tags.ts";
import { readGit, streamGit } from "./run-git.ts";
import { saveBranch } from "./save-branch.ts";
import { savePullChanges } from "./save-pull-changes.ts";

export type GitImport = {
  readonly repository: string;
  readonly isNewRepository: boolean;
  /** Null when the clone has no commits. */
  readonly branch: string | null;
  /** When the clone was fetched, as far as its files tell. */
  readonly asOf: string;
  /** Null: from the first commit. A shallow clone is known only after this instant. */
  readonly coveredFrom: string | null;
  /** False for a clone without contents of files: nothing is known of sizes then. */
  readonly hasSizes: boolean;
  readonly counts: Readonly<Record<"commits" | "tags" | "pull_request_commits" | "pull_request_files", SaveCounts>>;
  readonly pullRequests: { readonly stored: number; readonly withCommits: number; readonly withFiles: number };
  /** Names, subjects and paths that could not be kept exactly: not UTF-8, or too long. */
  readonly inexactTexts: number;
  /** Commits with a date outside the years 1 to 9999. */
  readonly oddDates: number;
  readonly rows: number;
};

type Input = {
  readonly workspaceId: number;
  readonly dir: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** Without it the default branch. */
  readonly branch?: string | null | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
};

type Work = Input & {
  readonly name: RepositoryName;
  readonly clone: Clone;
  readonly tip: Branch | null;
  readonly total: number;
  /** By address. */
  readonly authors: ReadonlyMap<string, NoreplyAuthor>;
};

/**
 * Imports the default branch and the tags of a clone in one transaction, and ties commits and files to the pull requests that are stored
 * already. A second import changes nothing; commits that a rewritten branch has lost are kept, and marked as such.
 * Throws `invalid` for what is no clone, no repository name or no branch of it, `conflict` while another writer holds the repository.
 */
export async function importGit(db: Db, input: Input): Promise<GitImport> {
  const name = parseRepositoryName(input.repository);
  const clone = await openClone({ ...input, dir: path.resolve(input.dir) });
  const tip = await findBranch(clone, input.branch ?? null);
  const total = tip === null ? 0 : Number(await readGit(["rev-list", "--count", tip.sha, "--"], clone));
  const authors = tip === null ? new Map<string, NoreplyAuthor>() : await listNoreplyAuthors(clone, tip);
  return await withService(db, (tx) => saveClone(tx, { ...input, name, clone, tip, total, authors }));
}

// Beforehand, because accounts are saved once per transaction.
async function listNoreplyAuthors(clone: Clone, tip: Branch): Promise<ReadonlyMap<string, NoreplyAuthor>> {
  const authors = new Map<string, NoreplyAuthor>();
  const args = ["log", "-z", "--no-patch", "--format=%ae", "--all", "--end-of-options", tip.sha, "--"];
  for await (const token of streamGit(args, clone)) {
    const email = token.toString();
    const author = authors.has(email) ? null : findNoreplyAuthor(email);
    if (author !== null) authors.set(email, author);
  }
  return authors;
}

async function saveClone(tx: Tx, work: Work): Promise<GitImport> {
  const { workspaceId, name, clone, tip } = work;
  const fetchedAt = clone.fetchedAt.toISOString();
  const saved = await enterRepository(tx, { workspaceId, repository: name, fetchedAt });
  const scope: SaveScope = { workspaceId, repositoryId: saved.id, fetchedAt };
  const base = {
    repository: saved.fullName,
    isNewRepository: saved.isNew,
    branch: tip?.name ?? null,
    asOf: fetchedAt,
    hasSizes: !clone.isPartial,
  };
  if (tip === null) return { ...base, ...nothing };
  await saveDefaultBranch(tx, scope, tip.name);
  return { ...base, ...(await saveCommitsAndTies(tx, scope, { ...work, tip })) };
}

type Facts = Omit<GitImport, "repository" | "isNewRepository" | "branch" | "asOf" | "hasSizes">;

const nothing: Facts = {
  coveredFrom: null,
  counts: { commits: noCounts, tags: noCounts, pull_request_commits: noCounts, pull_request_files: noCounts },
  pullRequests: { stored: 0, withCommits: 0, withFiles: 0 },
  inexactTexts: 0,
  oddDates: 0,
  rows: 0,
};

async function saveCommitsAndTies(tx: Tx, scope: SaveScope, work: Work & { readonly tip: Branch }): Promise<Facts> {
  const { clone, tip } = work;
  const faults: GitTextFaults = { count: 0 };
  const accountOf = await saveNoreplyAuthors(tx, scope, work.authors);
  const pulls = await listPullRequests(tx, scope);
  const total = work.total + pulls.length;
  let done = 0;
  const onProgress = (rows: number): void => {
    done += rows;
    work.onProgress?.({ done, total });
  };
  const branch = await saveBranch(tx, scope, { clone, tip: tip.sha, faults, accountOf, onProgress });
  const tags = await saveTags(tx, scope, await readTags(clone, faults));
  const finder = await readPullFacts(clone, { pulls, named: branch.named, tip: tip.sha });
  const ties = await savePullChanges(tx, scope, { clone, pulls, finder, faults, accountOf, onProgress });
  await tieAuthors(tx, scope);
  await saveSyncState(tx, scope, {
    kinds: clone.isPartial ? ["commits", "pull_request_commits", "tags"] : [...gitKinds],
    source: "git",
    coveredFrom: branch.coveredFrom,
    coveredTo: scope.fetchedAt,
  });
  const counts = { commits: branch.counts, tags, pull_request_commits: ties.commits, pull_request_files: ties.files };
  return {
    coveredFrom: branch.coveredFrom,
    counts,
    pullRequests: { stored: pulls.length, withCommits: ties.withCommits, withFiles: ties.withFiles },
    inexactTexts: faults.count,
    oddDates: branch.oddDates,
    rows: Object.values(counts).reduce((sum, count) => sum + count.added + count.changed + count.unchanged, 0),
  };
}

/** Whoever has a number that is known here is that account, whatever their login was when the address was made. */
async function saveNoreplyAuthors(
  tx: Tx,
  scope: SaveScope,
  authors: ReadonlyMap<string, NoreplyAuthor>,
): Promise<(email: string) => number | null> {
  const githubIds = [...authors.values()].flatMap(({ githubId }) => githubId ?? []);
  const known = await findAccountIds(tx, { workspaceId: scope.workspaceId, githubIds: [...new Set(githubIds)] });
  const unknown = [...authors.values()].filter(({ githubId }) => githubId === null || !known.has(githubId));
  const logins = [...new Set(unknown.map(({ login }) => login))];
  const accountIds = await saveAccounts(
    tx,
    scope,
    logins.map((login) => ({ login })),
  );
  return (email) => {
    const author = authors.get(email);
    if (author === undefined) return null;
    return (author.githubId === null ? undefined : known.get(author.githubId)) ?? accountIds(author.login);
  };
}

const gitKinds = ["commits", "pull_request_commits", "pull_request_files", "tags"] as const;

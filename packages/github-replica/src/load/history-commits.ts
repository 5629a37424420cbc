import type { GeneratedPullRequest } from "../history.ts";
import type { Account } from "../world/account.ts";
import { toInstant } from "../world/create-world.ts";
import { inventSha } from "../world/hash.ts";
import type { ChangedFile, Commit } from "../world/item.ts";

/** One commit upon the other, from the base on. */
export function toCommits(
  pull: GeneratedPullRequest,
  input: { readonly base: string; readonly account: Account; readonly repository: string },
): Commit[] {
  let parent = input.base;
  return pull.commits.map((commit, index) => {
    const sha = inventSha(`${input.repository} commit ${pull.number} ${index}`);
    const at = toInstant(commit.authoredAt);
    const made: Commit = {
      sha,
      message: commit.message,
      author: input.account,
      authorName: commit.author.name,
      authorEmail: commit.author.email,
      authoredAt: at,
      committer: input.account,
      committerName: commit.author.name,
      committerEmail: commit.author.email,
      committedAt: at,
      parents: [parent],
      additions: commit.files.reduce((sum, file) => sum + file.additions, 0),
      deletions: commit.files.reduce((sum, file) => sum + file.deletions, 0),
      changedFiles: commit.files.length,
    };
    parent = sha;
    return made;
  });
}

/** What the pull request changes as a whole: each path once. */
export function toFiles(pull: GeneratedPullRequest): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const { path, additions, deletions } of pull.commits.flatMap((commit) => commit.files)) {
    const known = files.get(path);
    files.set(path, {
      path,
      status: "modified",
      additions: additions + (known?.additions ?? 0),
      deletions: deletions + (known?.deletions ?? 0),
    });
  }
  return [...files.values()].toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

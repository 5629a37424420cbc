import { ChangedFiles, type ChangedFile, type Size } from "./changed-files.ts";
import type { GitTextFaults } from "./git-text.ts";
import type { Clone } from "./open-clone.ts";
import { streamGit } from "./run-git.ts";

/** The difference from `base` to `head`. */
export type Difference<Pair> = { readonly pair: Pair; readonly files: readonly ChangedFile[]; readonly size: Size };

const shaPattern = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** What changed between each two commits, in the order asked for; one git for all. Renames are one file, as on GitHub. */
export async function* readDifferences<Pair extends { readonly base: string; readonly head: string }>(
  clone: Clone,
  pairs: readonly Pair[],
  faults: GitTextFaults,
): AsyncGenerator<Difference<Pair>> {
  if (pairs.length === 0) return;
  const options = ["--stdin", "--always", "-r", "-z", "-M", "--raw", "--numstat", "--no-ext-diff", "--no-textconv"];
  const input = pairs.map(({ base, head }) => `${head} ${base}\n`).join("");
  let index = -1;
  let files = new ChangedFiles(faults);
  for await (const token of streamGit(["diff-tree", ...options], { ...clone, input })) {
    if (!files.isBetween || !isSha(token)) files.add(token);
    else {
      yield* toDifference(pairs[index], files);
      index += 1;
      files = new ChangedFiles(faults);
    }
  }
  yield* toDifference(pairs[index], files);
}

// Between two entries nothing but the id of the next head looks like an id.
function isSha(token: Buffer): boolean {
  return shaPattern.test(token.toString("latin1"));
}

function toDifference<Pair>(pair: Pair | undefined, files: ChangedFiles): readonly Difference<Pair>[] {
  return pair === undefined ? [] : [{ pair, files: files.list(), size: files.size() }];
}

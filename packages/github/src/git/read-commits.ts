import { ChangedFiles, type Size } from "./changed-files.ts";
import { decodeText, type GitTextFaults } from "./git-text.ts";
import type { Clone } from "./open-clone.ts";
import { streamGit } from "./run-git.ts";
import { saneDates, type CommitDates } from "./sane-dates.ts";

export type GitCommit = CommitDates & {
  readonly sha: string;
  readonly parentShas: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  readonly headline: string;
  readonly size: Size;
};

const maxTextLength = 1000;
// A NUL begins each commit, so that an empty token tells where the files of the one before end.
const fields = ["%H", "%P", "%an", "%ae", "%at", "%ct", "%s"];
const logOptions = ["log", "-z", "--no-color", "--no-show-signature", `--format=%x00${fields.join("%x00")}`];

/** All commits of a branch, newest first; with the size of each unless contents are missing from the clone. */
export async function* readCommits(clone: Clone, tip: string, faults: GitTextFaults): AsyncGenerator<GitCommit> {
  const sizes = clone.isPartial ? ["--no-patch"] : ["--numstat", "--no-ext-diff", "--no-textconv", "-M"];
  yield* parseCommits(streamGit([...logOptions, ...sizes, "--end-of-options", tip, "--"], clone), faults);
}

/** Commits by their ids, without sizes. The clone must have them. */
export async function* readListedCommits(clone: Clone, shas: readonly string[]): AsyncGenerator<GitCommit> {
  // Without a commit to start from, git would take HEAD.
  if (shas.length === 0) return;
  const args = [...logOptions, "--no-patch", "--no-walk=unsorted", "--stdin", "--"];
  yield* parseCommits(streamGit(args, { ...clone, input: `${shas.join("\n")}\n` }), { count: 0 });
}

async function* parseCommits(tokens: AsyncIterable<Buffer>, faults: GitTextFaults): AsyncGenerator<GitCommit> {
  let header: Buffer[] = [];
  let files = new ChangedFiles(faults);
  for await (const token of tokens) {
    const isHeader = header.length > 0 ? header.length < fields.length : token.length > 0;
    if (isHeader) header.push(token);
    else if (token.length > 0 || !files.isBetween) files.add(trimNewline(token));
    else if (header.length > 0) {
      yield toCommit(header, files, faults);
      header = [];
      files = new ChangedFiles(faults);
    }
  }
  if (header.length === fields.length) yield toCommit(header, files, faults);
}

// Git sets a line break between a commit and its first file.
function trimNewline(token: Buffer): Buffer {
  return token[0] === 0x0a ? token.subarray(1) : token;
}

function toCommit(header: readonly Buffer[], files: ChangedFiles, faults: GitTextFaults): GitCommit {
  const texts = header.map((token) => decodeText(token, faults));
  const [sha = "", parents = "", name = "", email = "", authored = "", committed = "", headline = ""] = texts;
  return {
    ...saneDates(authored, committed),
    sha,
    parentShas: parents.split(" ").filter((parent) => parent !== ""),
    authorName: name.slice(0, maxTextLength),
    authorEmail: email.slice(0, maxTextLength),
    headline: headline.slice(0, maxTextLength),
    size: files.size(),
  };
}

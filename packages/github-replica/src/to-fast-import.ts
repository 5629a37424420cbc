import type { GeneratedCommit, GeneratedFile, GeneratedPullRequest, History, Person } from "./history.ts";

type PullRequestMarks = {
  readonly number: number;
  readonly baseMark: number;
  readonly headMark: number;
  readonly mergeMark: number | null;
};

export type FastImport = { readonly text: string; readonly pullRequests: readonly PullRequestMarks[] };

/** The history as the stream that `git fast-import` reads. Merged pull requests land on main in the order of merging. */
export function toFastImport(history: History): FastImport {
  const writer = new FastImportWriter(history);
  const byEnd = history.pullRequests.toSorted((left, right) => endOf(left, history) - endOf(right, history));
  const pullRequests = byEnd.map((pull) => writer.addPullRequest(pull));
  return { text: writer.finish(), pullRequests };
}

function endOf(pull: GeneratedPullRequest, history: History): number {
  return (pull.mergedAt ?? history.asOf).getTime();
}

class FastImportWriter {
  readonly #chunks: string[] = [];
  readonly #history: History;
  #lines = new Map<string, readonly string[]>();
  #mark = 1;
  #mainMark = 1;
  #lastTaggedMonth = "";

  constructor(history: History) {
    this.#history = history;
    const first = history.pullRequests.flatMap((pull) => pull.commits.map((commit) => commit.authoredAt.getTime()));
    const at = new Date(Math.min(history.asOf.getTime(), ...first.slice(0, 1)) - 86_400_000);
    const [author] = history.people;
    if (author !== undefined) {
      this.#write({ ref: "refs/heads/main", mark: 1, author, at, message: "Begin", parents: [], files: [] });
    }
  }

  addPullRequest(pull: GeneratedPullRequest): PullRequestMarks {
    const baseMark = this.#mainMark;
    const linesOnMain = new Map(this.#lines);
    let headMark = baseMark;
    for (const commit of pull.commits) headMark = this.#addCommit(pull, commit, headMark);
    if (pull.mergedAt === null) {
      this.#lines = linesOnMain;
      return { number: pull.number, baseMark, headMark, mergeMark: null };
    }
    this.#mark += 1;
    this.#write({
      ref: "refs/heads/main",
      mark: this.#mark,
      author: pull.mergedBy ?? pull.author,
      at: pull.mergedAt,
      message: `Merge pull request #${pull.number} from ${this.#history.repository.split("/")[0]}/${pull.headRef}\n\n${pull.title}`,
      parents: [baseMark, headMark],
      files: mergedPaths(pull),
    });
    this.#mainMark = this.#mark;
    this.#tagMonth(pull.mergedAt);
    return { number: pull.number, baseMark, headMark, mergeMark: this.#mark };
  }

  finish(): string {
    return `${this.#chunks.join("")}done\n`;
  }

  #addCommit(pull: GeneratedPullRequest, commit: GeneratedCommit, parent: number): number {
    this.#mark += 1;
    for (const file of commit.files) this.#grow(pull.number, file);
    this.#write({
      ref: `refs/pull/${pull.number}/head`,
      mark: this.#mark,
      author: commit.author,
      at: commit.authoredAt,
      message: commit.message,
      parents: [parent],
      files: commit.files.map((file) => file.path),
    });
    return this.#mark;
  }

  // Lines are unique, so that a diff counts exactly what was added and taken away.
  #grow(number: number, file: GeneratedFile): void {
    const lines = this.#lines.get(file.path) ?? [];
    const kept = lines.slice(Math.min(file.deletions, lines.length));
    const added = Array.from({ length: file.additions }, (_, index) => `line ${number}.${this.#mark}.${index}`);
    this.#lines.set(file.path, [...kept, ...added]);
  }

  #tagMonth(at: Date): void {
    const month = at.toISOString().slice(0, 7);
    if (month === this.#lastTaggedMonth) return;
    this.#lastTaggedMonth = month;
    this.#chunks.push(`reset refs/tags/v${month.replace("-", ".")}\nfrom :${this.#mainMark}\n\n`);
  }

  #write(commit: {
    readonly ref: string;
    readonly mark: number;
    readonly author: Person;
    readonly at: Date;
    readonly message: string;
    readonly parents: readonly number[];
    readonly files: readonly string[];
  }): void {
    const who = `${commit.author.name} <${commit.author.email}> ${Math.floor(commit.at.getTime() / 1000)} +0000`;
    const [first, ...rest] = commit.parents;
    this.#chunks.push(
      `commit ${commit.ref}\nmark :${commit.mark}\nauthor ${who}\ncommitter ${who}\n${toData(commit.message)}`,
      first === undefined ? "" : `from :${first}\n`,
      ...rest.map((parent) => `merge :${parent}\n`),
      ...commit.files.map((path) => {
        const text = (this.#lines.get(path) ?? []).map((line) => `${line}\n`).join("");
        return `M 100644 inline ${path}\n${toData(text)}`;
      }),
      "\n",
    );
  }
}

function mergedPaths(pull: GeneratedPullRequest): readonly string[] {
  return [...new Set(pull.commits.flatMap((commit) => commit.files.map((file) => file.path)))];
}

function toData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

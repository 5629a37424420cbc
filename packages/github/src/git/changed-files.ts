import { decodeKey, type GitTextFaults } from "./git-text.ts";

export type FileChange = "added" | "modified" | "removed" | "renamed" | "copied" | "changed";
export type ChangedFile = {
  readonly path: string;
  readonly change: FileChange;
  readonly additions: number;
  readonly deletions: number;
};
export type Size = { readonly additions: number; readonly deletions: number; readonly changedFiles: number };

const changes: Readonly<Record<string, FileChange>> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
  C: "copied",
};
const maxCount = 2 ** 31 - 1;
const numstatPattern = /^(\d+|-)\t(\d+|-)\t/;

/** Collects the files of one difference from the NUL-cut output of `--numstat` with or without `--raw`. */
export class ChangedFiles {
  readonly #files = new Map<string, ChangedFile>();
  readonly #changeByPath = new Map<string, FileChange>();
  readonly #faults: GitTextFaults;
  /** How many paths of the entry begun are still to come, and what to do with the last. */
  #awaited: { readonly paths: number; readonly take: (path: string) => void } | null = null;

  constructor(faults: GitTextFaults) {
    this.#faults = faults;
  }

  /** True when the next token can begin something else than a path. */
  get isBetween(): boolean {
    return this.#awaited === null;
  }

  add(token: Buffer): void {
    if (this.#awaited !== null) this.#takePath(token, this.#awaited);
    else if (token[0] === 0x3a) this.#beginRaw(token.toString("latin1"));
    else this.#addNumstat(token);
  }

  list(): readonly ChangedFile[] {
    return [...this.#files.values()];
  }

  size(): Size {
    const files = this.list();
    return {
      additions: clamp(files.reduce((sum, file) => sum + file.additions, 0)),
      deletions: clamp(files.reduce((sum, file) => sum + file.deletions, 0)),
      changedFiles: files.length,
    };
  }

  #takePath(token: Buffer, awaited: { readonly paths: number; readonly take: (path: string) => void }): void {
    // Of a renamed file the old path comes first, and the new one is its name.
    const isLast = awaited.paths === 1;
    this.#awaited = isLast ? null : { ...awaited, paths: awaited.paths - 1 };
    if (isLast) awaited.take(decodeKey(token, this.#faults));
  }

  #beginRaw(header: string): void {
    const letter = header.slice(header.lastIndexOf(" ") + 1, header.lastIndexOf(" ") + 2);
    const change = changes[letter] ?? "changed";
    const paths = letter === "R" || letter === "C" ? 2 : 1;
    this.#awaited = { paths, take: (path) => this.#changeByPath.set(path, change) };
  }

  #addNumstat(token: Buffer): void {
    const match = numstatPattern.exec(token.toString("latin1"));
    if (match === null) return;
    const counts = { additions: toCount(match[1]), deletions: toCount(match[2]) };
    const path = token.subarray(match[0].length);
    if (path.length > 0) this.#addFile(decodeKey(path, this.#faults), counts);
    else this.#awaited = { paths: 2, take: (renamed) => this.#addFile(renamed, counts) };
  }

  // Two paths that differ only in bytes that are no UTF-8 fall on one name here.
  #addFile(path: string, counts: { readonly additions: number; readonly deletions: number }): void {
    const same = this.#files.get(path);
    this.#files.set(path, {
      path,
      change: this.#changeByPath.get(path) ?? "modified",
      additions: clamp(counts.additions + (same?.additions ?? 0)),
      deletions: clamp(counts.deletions + (same?.deletions ?? 0)),
    });
  }
}

// Binary files count no lines.
function toCount(text: string | undefined): number {
  return text === undefined || text === "-" ? 0 : clamp(Number(text));
}

function clamp(count: number): number {
  return Math.min(count, maxCount);
}

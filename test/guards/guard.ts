/** What a guard is: a pure look at the tracked files that returns everything wrong with them. */

export type TrackedFile = {
  /** From the root of the checkout, with forward slashes. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Null for a file that is not text. */
  readonly text: string | null;
};

export type Finding = { readonly path: string; readonly line?: number; readonly message: string };

export type Guard = (files: readonly TrackedFile[]) => Finding[];

/** One finding per line of text that `judge` has something to say about. */
export function findInLines(file: TrackedFile, judge: (line: string) => string | null): Finding[] {
  return (file.text ?? "").split("\n").flatMap((line, index) => {
    const message = judge(line);
    return message === null ? [] : [{ path: file.path, line: index + 1, message }];
  });
}

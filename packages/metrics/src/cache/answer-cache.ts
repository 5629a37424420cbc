import { LRUCache } from "lru-cache";

/** Answers by what was asked of which data, the least recently used going first. They are kept as text: nobody can change them. */
export type AnswerCache = {
  readonly find: (key: string) => string | null;
  readonly keep: (key: string, answer: string) => void;
};

// Room for some hundred dashboards, in a process that has half a gigabyte.
const defaultBytes = 24 * 1024 * 1024;
// What an entry costs beside its texts.
const entryBytes = 200;

export function createAnswerCache({ maxBytes = defaultBytes }: { readonly maxBytes?: number } = {}): AnswerCache {
  const answers = new LRUCache<string, string>({
    maxSize: maxBytes,
    // One large list does not drive everything else out.
    maxEntrySize: Math.floor(maxBytes / 8),
    sizeCalculation: (answer, key) => Buffer.byteLength(answer) + Buffer.byteLength(key) + entryBytes,
  });
  return {
    find: (key) => answers.get(key) ?? null,
    keep: (key, answer) => {
      answers.set(key, answer);
    },
  };
}

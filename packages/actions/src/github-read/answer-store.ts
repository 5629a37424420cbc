/** What GitHub said to somebody, and by what it is known there. */
export type KeptAnswer = { readonly etag: string; readonly data: unknown; readonly next: string | null };

const mostAnswers = 500;
const largestBytes = 512 * 1024;

/**
 * The last answers of this process, by who asked through which connection for what: an ETag is asked with by nobody else, since GitHub gives
 * each credential its own, and shows each its own things.
 */
export function createAnswerStore() {
  const kept = new Map<string, KeptAnswer>();
  return {
    find: (key: string): KeptAnswer | null => kept.get(key) ?? null,
    keep: (key: string, answer: KeptAnswer): void => {
      kept.delete(key);
      if (JSON.stringify(answer.data).length > largestBytes) return;
      kept.set(key, answer);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostAnswers) break;
        kept.delete(oldest);
      }
    },
  };
}

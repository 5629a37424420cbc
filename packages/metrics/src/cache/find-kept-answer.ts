import type { Question } from "../query.ts";
import type { AnswerCache } from "./answer-cache.ts";

export type AskedOfCache<Query> = {
  readonly cache: AnswerCache;
  /** What is computed: the same question to two functions has two answers. */
  readonly name: string;
  readonly query: Query;
};

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/** The answer that was computed from this state of the data, if it is still kept. The state must have been read as the one who asks. */
export function findKeptAnswer<Answer extends object>(
  { cache, ...asked }: AskedOfCache<Question>,
  state: string,
): Answer | null {
  const kept = cache.find(answerKeyOf(asked, state));
  return kept === null ? null : parseKept<Answer>(kept);
}

/** Keeps an answer under a state that was read before it was computed. */
export function keepAnswer({ cache, ...asked }: AskedOfCache<Question>, state: string, answer: object): void {
  cache.keep(answerKeyOf(asked, state), JSON.stringify(answer));
}

/**
 * The clock says where an open window ends: such an answer holds for the minute, since facts end at `as_of` anyhow. It also says which day
 * is today in any zone, and all zones are whole quarters of an hour apart.
 */
function answerKeyOf({ name, query }: { readonly name: string; readonly query: Question }, state: string): string {
  const { now, ...rest } = query;
  const step = query.to === undefined ? minuteMs : quarterMs;
  const sorted = Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([state, name, Math.floor(now.getTime() / step), sorted]);
}

/** Sound because the key names the function whose answer was written under it. */
function parseKept<Answer>(text: string): Answer {
  return JSON.parse(text) as Answer;
}

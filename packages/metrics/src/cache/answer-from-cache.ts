import type { Tx } from "@pulse/db";

import type { Question } from "../query.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { readDataState } from "./read-data-state.ts";

type Asked<Query> = {
  readonly cache: AnswerCache;
  /** What is computed: the same question to two functions has two answers. */
  readonly name: string;
  readonly query: Query;
};

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/**
 * The answer to a question, computed only when nothing kept was computed from the same state of the same data. One query per request finds
 * that state, as the reader and under row level security: an answer is never given to somebody who could not have computed it.
 *
 * The state is read first. A writer who commits in between gives an answer that is newer than its key, which nobody asks for again.
 */
export async function answerFromCache<Query extends Question, Answer extends object>(
  tx: Tx,
  { cache, name, query }: Asked<Query>,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  const state = await readDataState(tx, query);
  if (state === null) return await compute();
  const key = keyOf({ name, state, query });
  const kept = cache.find(key);
  if (kept !== null) return parseKept<Answer>(kept);
  const answer = await compute();
  cache.keep(key, JSON.stringify(answer));
  return answer;
}

/** Sound because the key names the function whose answer was written under it. */
function parseKept<Answer>(text: string): Answer {
  return JSON.parse(text) as Answer;
}

/**
 * The clock says where an open window ends: such an answer holds for the minute, since facts end at `as_of` anyhow. It also says which day
 * is today in any zone, and all zones are whole quarters of an hour apart.
 */
function keyOf({ name, state, query }: { readonly name: string; readonly state: string; readonly query: Question }) {
  const { now, ...rest } = query;
  const step = query.to === undefined ? minuteMs : quarterMs;
  const sorted = Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([state, name, Math.floor(now.getTime() / step), sorted]);
}

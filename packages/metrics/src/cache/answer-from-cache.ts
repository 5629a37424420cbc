import type { Tx } from "@pulse/db";

import type { Question } from "../query.ts";
import { findKeptAnswer, keepAnswer, type AskedOfCache } from "./find-kept-answer.ts";
import { readDataState } from "./read-data-state.ts";

/**
 * The answer to a question, computed only when nothing kept was computed from the same state of the same data. One query per request finds
 * that state, as the reader and under row level security: an answer is never given to somebody who could not have computed it.
 *
 * The state is read first. A writer who commits in between gives an answer that is newer than its key, which nobody asks for again.
 */
export async function answerFromCache<Query extends Question, Answer extends object>(
  tx: Tx,
  asked: AskedOfCache<Query>,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  const state = await readDataState(tx, asked.query);
  if (state === null) return await compute();
  const kept = findKeptAnswer<Answer>(asked, state);
  if (kept !== null) return kept;
  const answer = await compute();
  keepAnswer(asked, state, answer);
  return answer;
}

import { withWorkspace, type Db, type Tx } from "@pulse/db";
import {
  answerFromCache,
  createAnswerCache,
  findDataState,
  findKeptAnswer,
  keepAnswer,
  type AnswerCache,
  type Question,
} from "@pulse/metrics";

import type { ActionContext } from "./action.ts";
import { remember } from "./request-memory.ts";
import { takeTurn } from "./take-turn.ts";

// One for each pool: what was read from one database is no answer about another.
const caches = new WeakMap<Db, AnswerCache>();

type Asked<Query> = { readonly name: string; readonly query: Query };

/** Answers as the actor, under row level security, from what this process has computed before of the same data. */
export async function answerQuestion<Query extends Question, Answer extends object>(
  ctx: ActionContext,
  { name, query }: Asked<Query>,
  compute: (tx: Tx, query: Query) => Promise<Answer>,
): Promise<Answer> {
  const cache = caches.get(ctx.db) ?? createAnswerCache();
  caches.set(ctx.db, cache);
  const state = await findKnownState(ctx, query);
  if (state === null) {
    return await withWorkspace(ctx.db, ctx.actor, (tx) =>
      answerFromCache(tx, { cache, name, query }, () => compute(tx, query)),
    );
  }
  const kept = findKeptAnswer<Answer>({ cache, name, query }, state);
  if (kept !== null) return kept;
  const read = () => withWorkspace(ctx.db, ctx.actor, (tx) => compute(tx, query));
  // What is asked of many repositories may take seconds, for which nobody else should wait.
  const answer = query.repositories?.length === 1 ? await takeTurn(ctx.db, read) : await read();
  keepAnswer({ cache, name, query }, state, answer);
  return answer;
}

/** The state of the data as it was when this request first asked about these repositories. Null outside of requests. */
async function findKnownState({ actor, db, memory }: ActionContext, query: Question): Promise<string | null> {
  if (memory === undefined) return null;
  const { workspaceId, repositories = [] } = query;
  const key = JSON.stringify([actor.userId, actor.workspaceId, workspaceId, repositories]);
  return await remember(memory.dataStates, key, () => findDataState(db, actor, query));
}

import { withWorkspace, type Db, type Tx } from "@pulse/db";
import { answerFromCache, createAnswerCache, type AnswerCache, type Question } from "@pulse/metrics";

import type { ActionContext } from "./action.ts";

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
  return await withWorkspace(ctx.db, ctx.actor, (tx) =>
    answerFromCache(tx, { cache, name, query }, () => compute(tx, query)),
  );
}

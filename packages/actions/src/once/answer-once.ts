import { createHash } from "node:crypto";

import { withService, type Db } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

/** What tells a request from others: who asks for what, and under which key of theirs. */
type OnceRequest = {
  readonly workspaceId: number;
  readonly userId: string;
  readonly key: string;
  /** Method, address and body, as they came. */
  readonly request: readonly string[];
  /** Its answer is shown once, and so not kept. */
  readonly isAnswerSecret: boolean;
  /** Whether what failed so may have been done all the same: then its key stays taken, and nothing is done under it a second time. */
  readonly mayHaveBeenDone?: (error: unknown) => boolean;
};

type OnceAnswer = { readonly answer: unknown; readonly isRepeated: boolean };

type Kept = { readonly requestHash: Buffer; readonly answer: unknown; readonly finishedAt: Date | null };

/**
 * Does what a request asks for unless the same person asked for it under the same key within a day: then the answer of that time is given
 * again. Throws `conflict` for a key that was used for something else, while the first is under way, and where its answer was not kept.
 * What failed may be tried again under its key.
 */
export async function answerOnce(db: Db, once: OnceRequest, work: () => Promise<unknown>): Promise<OnceAnswer> {
  const { workspaceId, userId, key } = once;
  const hash = createHash("sha256").update(JSON.stringify(once.request)).digest();
  const mine = sql`workspace_id = ${workspaceId} and user_id = ${userId} and key = ${key}`;
  const begun = await withService(db, (tx) =>
    sql`
      insert into pulse.idempotency_keys (workspace_id, user_id, key, request_hash)
      values (${workspaceId}, ${userId}, ${key}, ${hash})
      on conflict do nothing
    `.execute(tx),
  );
  if (begun.numAffectedRows === 0n) {
    const found = await withService(db, (tx) =>
      sql<Kept>`
        select request_hash, answer, finished_at
        from pulse.idempotency_keys
        where ${mine}
      `.execute(tx),
    );
    return { answer: answerOf(found.rows[0], hash), isRepeated: true };
  }
  try {
    const answer = await work();
    const kept = once.isAnswerSecret ? null : JSON.stringify({ answer });
    await withService(db, (tx) =>
      sql`
        update pulse.idempotency_keys
        set finished_at = now(), answer = ${kept}::jsonb
        where ${mine}
      `.execute(tx),
    );
    return { answer, isRepeated: false };
  } catch (error) {
    if (once.mayHaveBeenDone?.(error) === true) throw error;
    await withService(db, (tx) => sql`delete from pulse.idempotency_keys where ${mine}`.execute(tx));
    throw error;
  }
}

function answerOf(kept: Kept | undefined, hash: Buffer): unknown {
  if (kept === undefined)
    throw new AppError("conflict", "The request under this Idempotency-Key just failed. Try again");
  if (!kept.requestHash.equals(hash)) {
    throw new AppError("conflict", "This Idempotency-Key was used for another request. Choose a new one");
  }
  if (kept.finishedAt === null) {
    throw new AppError(
      "conflict",
      "The request under this Idempotency-Key is under way. Ask again in some seconds; if it stays so, it was cut off: look whether it was done before you choose a new key",
      { details: { reason: "under_way", retryAfterS: 5 } },
    );
  }
  if (typeof kept.answer === "object" && kept.answer !== null && "answer" in kept.answer) return kept.answer.answer;
  throw new AppError("conflict", "This was done already, and its answer is shown once only");
}

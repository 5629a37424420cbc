import { withService, type Db, type Tx } from "@pulse/db";
import { AppError, type Clock } from "@pulse/kit";
import { sql } from "kysely";

import { noteDone } from "../audit/note-done.ts";
import { commandLine, type Origin } from "../audit/record-change.ts";
import { requireRecentSignIn } from "./require-recent-sign-in.ts";

export type SessionSummary = {
  readonly id: string;
  /** As the browser called itself; null where it said nothing. */
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** Where a person is signed in, newest first. */
export async function listSessions(db: Db, userId: string): Promise<readonly SessionSummary[]> {
  const found = await withService(db, (tx) =>
    sql<SessionSummary>`
      select id, user_agent, ip_address as address, created_at, expires_at
      from identity.sessions
      where user_id = ${userId}
        and expires_at > now()
      order by created_at desc, id
    `.execute(tx),
  );
  return found.rows;
}

type Leaving = { readonly userId: string; readonly signedInAt: Date | undefined };
type Context = { readonly db: Db; readonly clock: Clock; readonly origin?: Origin };

/**
 * Ends one of a person's own sessions at once. Throws `not_found` for one that is over, or somebody else's, and `forbidden` for whoever came in
 * long ago: a stolen browser is not to throw its owner out.
 */
export async function revokeSession(ctx: Context, input: Leaving & { readonly sessionId: string }): Promise<void> {
  requireRecentSignIn({ clock: ctx.clock, signedInAt: input.signedInAt });
  const ended = await withService(ctx.db, async (tx) => {
    const gone = await sql`
      delete from identity.sessions
      where user_id = ${input.userId}
        and id::text = ${input.sessionId}
      returning id
    `.execute(tx);
    await noteEnded(tx, ctx, { action: "revoke_session", userId: input.userId, sessions: gone.rows.length });
    return gone.rows.length;
  });
  if (ended === 0) throw new AppError("not_found", "This session is over already");
}

/** Ends every session of a person, the one that asks as well. Gives how many there were; throws `forbidden` as `revokeSession` does. */
export async function signOutEverywhere(ctx: Context, { userId, signedInAt }: Leaving): Promise<number> {
  requireRecentSignIn({ clock: ctx.clock, signedInAt });
  return await withService(ctx.db, async (tx) => {
    const ended = await sql`
      delete from identity.sessions
      where user_id = ${userId}
      returning id
    `.execute(tx);
    await noteEnded(tx, ctx, { action: "sign_out_everywhere", userId, sessions: ended.rows.length });
    return ended.rows.length;
  });
}

type Ended = { readonly action: string; readonly userId: string; readonly sessions: number };

/** A session opens every workspace of its person, so the log of each says that it ended. */
async function noteEnded(tx: Tx, ctx: Context, { action, userId, sessions }: Ended): Promise<void> {
  if (sessions === 0) return;
  const { clock, origin = commandLine } = ctx;
  const change = { before: { sessions }, after: { sessions: 0 } };
  await noteDone(tx, { clock, origin }, [{ action, userId, workspaceId: null, ...change }]);
}

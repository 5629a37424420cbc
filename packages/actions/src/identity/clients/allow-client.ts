import { withService, type Db } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import { recordChange, type Origin } from "../../audit/record-change.ts";
import { requireRecentSignIn } from "../require-recent-sign-in.ts";
import { findClient } from "./clients.ts";

type Context = { readonly db: Db; readonly clock: Clock };

/** What a person says yes to. */
export type Allowing = {
  readonly userId: string;
  readonly signedInAt: Date;
  readonly workspaceId: number;
  readonly origin: Origin;
  /** What the program asked, without the scopes that the person struck out. */
  readonly question: URLSearchParams;
};

/**
 * Does the answer that lets a program in, which makes a way in: the log of the workspace says who let in which program, returning where, with what
 * it may. Throws `forbidden` for whoever came in long ago.
 */
export async function allowClient<T>(ctx: Context, allowing: Allowing, answer: () => Promise<T>): Promise<T> {
  const { userId, workspaceId, signedInAt, origin, question } = allowing;
  requireRecentSignIn({ clock: ctx.clock, signedInAt });
  const clientId = question.get("client_id") ?? "";
  const client = await findClient(ctx.db, clientId);
  const input = {
    client: client?.name ?? null,
    clientId,
    returnsTo: question.get("redirect_uri"),
    scopes: question.get("scope")?.split(" ") ?? [],
  };
  const actor = { userId, workspaceId };
  return await recordChange({ ...ctx, actor, origin }, { action: "allow_client", input }, async (note) => {
    const grant = { userId, workspaceId, clientId };
    note({ before: await findGrant(ctx.db, grant) });
    const answered = await answer();
    note({ after: await findGrant(ctx.db, grant) });
    return answered;
  });
}

type Grant = { readonly scopes: readonly string[] };

/** Null where the program is not let in. */
async function findGrant(
  db: Db,
  grant: { readonly userId: string; readonly workspaceId: number; readonly clientId: string },
): Promise<Grant | null> {
  const found = await withService(db, (tx) =>
    sql<Grant>`
      select scopes
      from identity.oauth_consents
      where user_id = ${grant.userId}
        and client_id = ${grant.clientId}
        and reference_id = ${String(grant.workspaceId)}
      order by created_at desc, id
      limit 1
    `.execute(tx),
  );
  return found.rows[0] ?? null;
}

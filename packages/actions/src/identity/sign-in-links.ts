import { createHash, randomBytes } from "node:crypto";

import { withService, type Db } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

/** Whom a link signs in: the person at this machine, or whoever will own a fresh installation. */
export type LinkPurpose = "local_owner" | "first_owner";

const lifeMs: Readonly<Record<LinkPurpose, number>> = { local_owner: 15 * 60_000, first_owner: 24 * 3_600_000 };

type Context = { readonly db: Db; readonly clock: Clock };

/** Makes a link's token, good for one use: a quarter of an hour for the local owner, a day for the first one. Only its hash is kept. */
export async function createSignInLink(ctx: Context, purpose: LinkPurpose): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + lifeMs[purpose]);
  await withService(ctx.db, async (tx) => {
    await sql`delete from identity.sign_in_links where expires_at < ${now}`.execute(tx);
    await sql`
      insert into identity.sign_in_links (token_hash, purpose, expires_at, created_at)
      values (${hashToken(token)}, ${purpose}, ${expiresAt}, ${now})
    `.execute(tx);
  });
  return token;
}

/** Uses a link up; false when it never was, is used, or is too old. Of two at the same moment one wins. */
export async function spendSignInLink(
  ctx: Context,
  input: { readonly token: string; readonly purpose: LinkPurpose },
): Promise<boolean> {
  const now = ctx.clock.now();
  const used = await withService(ctx.db, (tx) =>
    sql<{ purpose: string }>`
      update identity.sign_in_links
      set used_at = ${now}
      where token_hash = ${hashToken(input.token)}
        and purpose = ${input.purpose}
        and used_at is null
        and expires_at > ${now}
      returning purpose
    `.execute(tx),
  );
  return used.rows.length === 1;
}

/** Which link this token would use up, without doing it. */
export async function findSignInLink(ctx: Context, token: string): Promise<LinkPurpose | null> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ purpose: LinkPurpose }>`
      select purpose
      from identity.sign_in_links
      where token_hash = ${hashToken(token)}
        and used_at is null
        and expires_at > ${ctx.clock.now()}
    `.execute(tx),
  );
  return found.rows[0]?.purpose ?? null;
}

/** How tokens that open something are kept: nobody who reads the table can use them. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

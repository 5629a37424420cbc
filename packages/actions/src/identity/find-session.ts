import { createHmac, timingSafeEqual } from "node:crypto";

import type { ServiceConnection } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import type { User } from "./find-user.ts";
import { readCookie } from "./read-cookie.ts";
import { sessionLimits } from "./session-limits.ts";

const { idleSeconds, longestSeconds, notedEverySeconds } = sessionLimits;

export type FoundSession = User & { readonly sessionId: string; readonly signedInAt: Date };

/** Name of the cookie of a session, and what signs it: Better Auth's own, which sets it. */
export type SessionCookie = { readonly name: string; readonly secret: string };

/**
 * Whose session a Cookie header proves, in one round trip: every request asks. It checks what Better Auth does:
 * that the token is signed by us, and that a session of it is there and not over. Revoking is deleting the row. A use puts the end off, up to
 * the longest that a session lasts.
 */
export async function findSession(
  ctx: { readonly service: ServiceConnection; readonly clock: Clock },
  { cookie, header }: { readonly cookie: SessionCookie; readonly header: string | null },
): Promise<FoundSession | null> {
  const token = readSignedToken(readCookie(header, cookie.name), cookie.secret);
  if (token === null) return null;
  const now = ctx.clock.now();
  const [found] = await ctx.service.query({
    name: "find_session",
    query: sql<FoundSession>`
      with found as (
        select
          session.id as session_id, session.created_at as signed_in_at, session.expires_at,
          least(
            session.created_at + make_interval(secs => ${longestSeconds}),
            ${now}::timestamptz + make_interval(secs => ${idleSeconds})
          ) as could_end_at,
          person.id as user_id, person.name, person.login, person.image
        from identity.sessions as session
        join identity.users as person
          on person.id = session.user_id
        where session.token = ${token}
          and session.expires_at > ${now}
      ),
      used as (
        update identity.sessions as session
        set expires_at = found.could_end_at,
          updated_at = ${now}
        from found
        where session.id = found.session_id
          and found.could_end_at - found.expires_at >= make_interval(secs => ${notedEverySeconds})
      )
      select session_id, signed_in_at, user_id, name, login, image
      from found
    `,
  });
  return found ?? null;
}

/** Ends the session that a browser had before it came in anew; whose it was does not matter. */
export async function endFormerSession(
  service: ServiceConnection,
  { cookie, header }: { readonly cookie: SessionCookie; readonly header: string | null },
): Promise<void> {
  const token = readSignedToken(readCookie(header, cookie.name), cookie.secret);
  if (token === null) return;
  await service.run((db) => sql`delete from identity.sessions where token = ${token}`.execute(db));
}

/** `token.signature`, the signature being the HMAC-SHA-256 of the token in base64. */
function readSignedToken(value: string | null, secret: string): string | null {
  const at = value?.lastIndexOf(".") ?? -1;
  if (value === null || at < 1) return null;
  const token = value.slice(0, at);
  const expected = createHmac("sha256", secret).update(token).digest();
  const given = Buffer.from(value.slice(at + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

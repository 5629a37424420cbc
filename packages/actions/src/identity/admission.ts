import { withService, type Db } from "@pulse/db";
import type { Clock } from "@pulse/kit";
import { sql } from "kysely";

import type { IdentitySettings } from "./identity-settings.ts";
import { findSignInLink, hashToken } from "./sign-in-links.ts";

/** A person as GitHub describes them at sign-in. */
export type Newcomer = {
  readonly login: string;
  /** Organisations that GitHub told us of, in lower case. */
  readonly organisations: readonly string[];
  /** What their browser brought along from a link or an invitation. */
  readonly token: string | null;
};

export type Admission = "allowed_login" | "allowed_org" | "invited" | "first_owner";

/** Why a newcomer may make an account; null when nothing lets them. Sign-up is closed by default. */
export async function admit(
  ctx: { readonly db: Db; readonly clock: Clock },
  settings: Pick<IdentitySettings, "allowedLogins" | "allowedOrgs">,
  newcomer: Newcomer,
): Promise<Admission | null> {
  const login = newcomer.login.toLowerCase();
  if (settings.allowedLogins.includes(login)) return "allowed_login";
  if (newcomer.organisations.some((name) => settings.allowedOrgs.includes(name))) return "allowed_org";
  if (await isInvited(ctx, newcomer)) return "invited";
  if (newcomer.token !== null && (await findSignInLink(ctx, newcomer.token)) === "first_owner") return "first_owner";
  return null;
}

async function isInvited(ctx: { readonly db: Db; readonly clock: Clock }, newcomer: Newcomer): Promise<boolean> {
  const token = newcomer.token === null ? null : hashToken(newcomer.token);
  const found = await withService(ctx.db, (tx) =>
    sql`
      select
      from pulse.invitations
      where accepted_at is null
        and expires_at > ${ctx.clock.now()}
        and (lower(login) = ${newcomer.login.toLowerCase()} or login is null and token_hash = ${token})
    `.execute(tx),
  );
  return found.rows.length > 0;
}

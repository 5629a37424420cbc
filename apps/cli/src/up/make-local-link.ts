import { createSignInLink, hasOwner } from "@pulse/actions";
import { connect } from "@pulse/db";
import { systemClock } from "@pulse/kit";

import type { CliEnv } from "../env.ts";
import type { RunningUp } from "./run-file.ts";
import { signInLink } from "./sign-in-link.ts";

/**
 * A fresh link into the running installation: for the person at this machine, or, where people sign in with GitHub, for its first
 * owner. Null once such an installation has one.
 */
export async function makeLocalLink(
  run: Pick<RunningUp, "web" | "database">,
  env: Pick<CliEnv, "GITHUB_OAUTH_CLIENT_ID" | "NEXTAUTH_URL">,
): Promise<string | null> {
  const db = connect({ url: run.database.url, applicationName: "pulse-hub link", maxConnections: 1 });
  try {
    const isLocal = env.GITHUB_OAUTH_CLIENT_ID === undefined;
    if (!isLocal && (await hasOwner(db))) return null;
    const token = await createSignInLink({ db, clock: systemClock }, isLocal ? "local_owner" : "first_owner");
    return signInLink(isLocal ? run.web.url : (env.NEXTAUTH_URL ?? run.web.url).replace(/\/+$/, ""), token);
  } finally {
    await db.destroy();
  }
}

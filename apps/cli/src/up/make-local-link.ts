import { createSignInLink } from "@pulse/actions";
import { connect } from "@pulse/db";
import { systemClock } from "@pulse/kit";

import type { RunningUp } from "./run-file.ts";
import { signInLink } from "./sign-in-link.ts";

/** A fresh link for the person at this machine. */
export async function makeLocalLink(run: Pick<RunningUp, "web" | "database">): Promise<string> {
  const db = connect({ url: run.database.url, applicationName: "pulse-hub up", maxConnections: 1 });
  try {
    return signInLink(run.web.url, await createSignInLink({ db, clock: systemClock }, "local_owner"));
  } finally {
    await db.destroy();
  }
}

import { listRepositories } from "@pulse/actions";
import { connect, ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createLogger, systemClock } from "@pulse/kit";

import type { RunningUp } from "./run-file.ts";

/** What to do now that it runs. `link` opens it in a browser, once; null where people sign in with GitHub and it has an owner. */
export async function nextSteps(run: RunningUp, link: string | null): Promise<string> {
  const hasRepositories = await hasAnyRepository(run.database.url);
  const next = hasRepositories
    ? []
    : [
        "",
        "  There is no data yet. In another terminal, import what you have:",
        "",
        "    ./pulse import archive FILE…",
        "    ./pulse import git DIR --repo OWNER/NAME",
      ];
  const door =
    link === null
      ? []
      : ["", "  Open it with this link (it works once; ./pulse link makes another):", "", `    ${link}`];
  return ["", `  Pulse-Hub runs:  ${run.web.url}`, ...door, ...next, "", "  Stop it with Ctrl-C", ""].join("\n");
}

async function hasAnyRepository(url: string): Promise<boolean> {
  const db = connect({ url, applicationName: "pulse-hub up", maxConnections: 1 });
  try {
    const actor = { userId: localOwnerId, workspaceId: await ensureDefaultWorkspace(db) };
    const logger = createLogger({ name: "up", level: "silent" });
    const { repositories } = await listRepositories.run({ db, clock: systemClock, logger, actor }, {});
    return repositories.length > 0;
  } finally {
    await db.destroy();
  }
}

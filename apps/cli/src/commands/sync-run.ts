import { doRequestedRuns, requestSync, type ActionContext } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { followRuns } from "../sync/follow-runs.ts";
import { findRunningUp } from "../up/run-file.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const syncRun = command({
  name: "sync run",
  summary: "Read connected repositories from GitHub now, and watch it",
  description:
    "The worker of the running ./pulse up reads, and Ctrl-C only ends the watching. Where nothing runs, this command reads by itself; interrupted, it\n" +
    "goes on at the same page the next time. --full also looks for what GitHub changes without saying so.",
  examples: ["./pulse sync run", "./pulse sync run octo/site", "./pulse sync run octo/site --full --json"],
  args: z.object({
    repository: z
      .string()
      .optional()
      .meta({ placeholder: "OWNER/NAME" })
      .describe("the repository; all connected ones unless given"),
    full: z.boolean().default(false).describe("also look for silent changes"),
  }),
  positionals: ["repository"],
  run: async (ctx, args) => {
    const runs = await withGitHubContext(ctx, async (actionCtx) => {
      const requested = await requestSync.run(actionCtx, {
        ...(args.repository === undefined ? {} : { repository: args.repository }),
        isFull: args.full,
      });
      return await readAndWatch(ctx, actionCtx, requested.runs);
    });
    if (ctx.json) ctx.printJson({ runs });
    return runs.every((run) => run.state === "done") ? 0 : 1;
  },
});

async function readAndWatch(
  ctx: CliContext,
  actionCtx: ActionContext,
  requested: readonly { readonly id: number; readonly repositoryId: number }[],
) {
  const ids = requested.map((run) => run.id);
  const hasWorker = (await findRunningUp(ctx.home)) !== null;
  const watched = new AbortController();
  const reading = hasWorker
    ? Promise.resolve()
    : doRequestedRuns(actionCtx, {
        repositoryIds: requested.map((run) => run.repositoryId),
        signal: AbortSignal.any([ctx.signal, watched.signal]),
      });
  try {
    // A reading that cannot go on ends the watching too.
    const failed = reading.then(() => new Promise<never>(() => undefined));
    return await Promise.race([followRuns(actionCtx, { ids, board: ctx.board(), signal: ctx.signal }), failed]);
  } finally {
    watched.abort();
    // What is held is given back before the database is closed.
    await reading.catch(() => undefined);
  }
}

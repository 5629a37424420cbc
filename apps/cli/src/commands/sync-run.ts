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
      return await readAndWatch(
        ctx,
        actionCtx,
        requested.runs.map((run) => run.id),
      );
    });
    if (ctx.json) ctx.printJson({ runs });
    return runs.every((run) => run.state === "done") ? 0 : 1;
  },
});

async function readAndWatch(ctx: CliContext, actionCtx: ActionContext, ids: readonly number[]) {
  const watch = followRuns(actionCtx, { ids, board: ctx.board(), signal: ctx.signal });
  if ((await findRunningUp(ctx.home)) !== null) return await watch;
  // The reading ends the watching, also when it fails; what the watching threw is what people hear of.
  const [, watched] = await Promise.allSettled([doRequestedRuns(actionCtx, { ids, signal: ctx.signal }), watch]);
  if (watched.status === "rejected") throw watched.reason;
  return watched.value;
}

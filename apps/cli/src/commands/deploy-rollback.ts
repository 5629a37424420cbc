import { planRollback, settleRollback, startRollback } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { appFlag, runArgs, toSettings } from "../deploy/deploy-args.ts";
import { formatOutcome, formatRun } from "../deploy/format-run.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";
import { usageError } from "../usage-error.ts";

export const deployRollback = command({
  name: "deploy rollback",
  summary: "Go back to what ran before, and verify that it runs and works",
  description:
    "--last and --to use the platform's own rollback, which pins the app; it is kept once what runs was verified. --service goes back with one service\n" +
    "alone, by the digest of its image or a branch made at its commit. --full sends the recorded spec of a deployment that worked. A rollback that\n" +
    "cannot work is refused before anything moves. One that was left open is settled by --commit or --revert.",
  examples: [
    "./pulse deploy rollback --last --dry-run",
    "./pulse deploy rollback --last --reason 'sign-in is broken'",
    "./pulse deploy rollback --to b6bdf840-2854-4f87-a36c-5f231c617c84 --service pulse-hub-web",
    "./pulse deploy rollback --revert",
  ],
  args: z.object({
    last: z.boolean().default(false).describe("to what ran last before now"),
    to: z.string().optional().describe("to the deployment of this id"),
    service: z.string().optional().describe("this service alone"),
    full: z.boolean().default(false).describe("everything, by the recorded spec"),
    commit: z.boolean().default(false).describe("keep a rollback that was left open"),
    revert: z.boolean().default(false).describe("undo a rollback that was left open"),
    app: appFlag,
    ...runArgs,
  }),
  run: async (ctx, args) => {
    const { commit, revert } = args;
    const isSettling = commit || revert;
    if (commit && revert) throw usageError("Either --commit or --revert", "deploy rollback");
    if (!isSettling && !args.last && args.to === undefined && args.service === undefined && !args.full) {
      throw usageError("Say to what: --last, --to ID, --service NAME or --full", "deploy rollback");
    }
    const app = args.app ?? null;
    const board = ctx.board();
    return await withDeployContext(
      ctx,
      async (actionCtx) => {
        if (isSettling) {
          if (!args.yes)
            await confirm(
              ctx,
              commit ? "Keep what was rolled back to?" : "Go back to what there was before the rollback?",
            );
          const settled = await settleRollback.run(actionCtx, { app, keep: commit });
          if (ctx.json) ctx.printJson(settled);
          else
            ctx.out(
              `${settled.appName} ${commit ? "keeps" : "is being deployed again by"} deployment ${settled.deploymentId}`,
            );
          return 0;
        }
        const target = { app, to: args.to ?? null, service: args.service ?? null, full: args.full };
        const plan = await planRollback.run(actionCtx, target);
        if (args.dryRun || plan.refusals.length > 0) {
          if (ctx.json) ctx.printJson(plan);
          else ctx.out(plan.lines.join("\n"));
          return plan.refusals.length === 0 ? 0 : 1;
        }
        ctx.say(plan.lines.join("\n"));
        if (!args.yes) await confirm(ctx, "Go back?");
        const { environment, takeOver, reason } = args;
        const begun = { environment, takeOver, ...(reason === undefined ? {} : { reason }) };
        const { run } = await startRollback.run(actionCtx, { ...target, ...begun });
        board.finish(formatRun(run));
        if (ctx.json) ctx.printJson(run);
        else ctx.out(formatOutcome(run).join("\n"));
        return run.state === "succeeded" ? 0 : 1;
      },
      { onRun: (run) => board.show(formatRun(run)), settings: toSettings(args) },
    );
  },
});

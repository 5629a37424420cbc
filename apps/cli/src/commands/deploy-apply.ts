import { applyDeploy, planDeploy } from "@pulse/actions";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { askGit } from "../deploy/ask-git.ts";
import { runArgs, toSettings, whatArgs } from "../deploy/deploy-args.ts";
import { formatOutcome, formatRun } from "../deploy/format-run.ts";
import { readDeployment } from "../deploy/read-deployment.ts";
import { toDeployInput } from "../deploy/to-deploy-input.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";

export const deployApply = command({
  name: "deploy apply",
  summary: "Deploy a spec with the newest sources, follow it, and verify that what was wanted runs and works",
  description:
    "One update, one deployment, followed by its id; an app that is not there yet is made. Stopped, killed or cut off, the same command goes on with the same deployment. It is a success\n" +
    "when the wanted commits run, /api/ready and /api/health are well three times in a row, and the smoke test passes. Exit 1 otherwise.",
  examples: [
    "./pulse deploy apply --spec app-spec.yaml --env web=web.env --reason 'release 1.4'",
    "./pulse deploy apply --spec app-spec.yaml --dry-run",
    "./pulse deploy apply --spec app-spec.yaml --yes --json",
  ],
  args: z.object({
    ...whatArgs,
    ...runArgs,
    create: z.boolean().default(false).describe("with --yes: make the app where none of its name is there"),
  }),
  run: async (ctx, args) => {
    const read = await readDeployment({ ...args, command: "deploy apply" });
    const wrong = read.findings.filter(({ severity }) => severity === "error");
    if (wrong.length > 0) {
      const lines = wrong.map(({ file, line, code, cause }) => `  ${file}:${line} ${code}: ${cause}`);
      throw new AppError("invalid", `Nothing was deployed, because the configuration is wrong:\n${lines.join("\n")}`);
    }
    const board = ctx.board();
    const gitBranch = await askGit(process.cwd(), "rev-parse", "--abbrev-ref", "HEAD");
    const onRun = (run: Parameters<typeof formatRun>[0]) => board.show(formatRun(run));
    return await withDeployContext(
      ctx,
      async (actionCtx) => {
        const input = toDeployInput(args, read);
        const plan = await planDeploy.run(actionCtx, input);
        for (const warning of plan.warnings) ctx.say(`Note: ${warning}`);
        if (args.dryRun) {
          if (ctx.json) ctx.printJson(plan);
          else ctx.out(plan.lines.join("\n"));
          return plan.refusals.length === 0 ? 0 : 1;
        }
        ctx.say(plan.lines.join("\n"));
        if (plan.isNew && args.yes && !args.create) {
          throw new AppError(
            "conflict",
            `There is no app ${plan.appName} that this token sees, and it was not made. Make it with --create, or name the right one`,
          );
        }
        if (!args.yes) await confirm(ctx, plan.isNew ? "Create this app?" : "Deploy this?");
        const { environment, takeOver, reason } = args;
        const begun = { environment, takeOver, gitBranch, ...(reason === undefined ? {} : { reason }) };
        const { run, isResumed } = await applyDeploy.run(actionCtx, { ...input, ...begun });
        board.finish(formatRun(run));
        if (isResumed) ctx.say(`Went on with run ${run.id}, which had been begun before.`);
        if (ctx.json) ctx.printJson(run);
        else ctx.out(formatOutcome(run).join("\n"));
        return run.state === "succeeded" ? 0 : 1;
      },
      { onRun, settings: toSettings(args) },
    );
  },
});

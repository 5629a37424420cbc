import { planDeploy } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { whatArgs } from "../deploy/deploy-args.ts";
import { readDeployment } from "../deploy/read-deployment.ts";
import { toDeployInput } from "../deploy/to-deploy-input.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";

export const deployPlan = command({
  name: "deploy plan",
  summary: "Print what deploying a spec would change, and what it would cost",
  description:
    "Asks App Platform and GitHub, and changes nothing. Secrets are told by name. Exit 1 when it must not be done.",
  examples: [
    "./pulse deploy plan --spec app-spec.yaml",
    "./pulse deploy plan --spec app-spec.yaml --env web=web.env --json",
  ],
  args: z.object(whatArgs),
  run: async (ctx, args) => {
    const read = await readDeployment({ ...args, command: "deploy plan" });
    const plan = await withDeployContext(ctx, (actionCtx) => planDeploy.run(actionCtx, toDeployInput(args, read)));
    for (const warning of plan.warnings) ctx.say(`Note: ${warning}`);
    if (ctx.json) ctx.printJson(plan);
    else ctx.out(plan.lines.join("\n"));
    return plan.refusals.length === 0 ? 0 : 1;
  },
});

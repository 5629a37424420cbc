import { cancelDeploy } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { appFlag } from "../deploy/deploy-args.ts";
import { withDeployContext } from "../deploy/with-deploy-context.ts";

export const deployCancel = command({
  name: "deploy cancel",
  summary: "Cancel the deployment that is under way, or give up a run that was stopped before it asked for one",
  examples: ["./pulse deploy cancel", "./pulse deploy cancel --app pulse-hub --yes"],
  args: z.object({ app: appFlag, yes: z.boolean().default(false).describe("do not ask") }),
  run: async (ctx, args) => {
    if (!args.yes) await confirm(ctx, "Cancel what is being deployed? What runs goes on running.");
    const given = await withDeployContext(ctx, (actionCtx) => cancelDeploy.run(actionCtx, { app: args.app ?? null }));
    if (ctx.json) ctx.printJson(given);
    else
      ctx.out(
        given.deploymentId === null
          ? `Gave up run ${given.runId ?? ""} of ${given.appName}`
          : `Cancelled deployment ${given.deploymentId} of ${given.appName}`,
      );
  },
});

import { printPlan } from "@pulse/deploy";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { appName, beginning, hiddenSpec, hiddenValues } from "./deploy-fields.ts";
import { openDeploy } from "./open-deploy.ts";
import { prepareApply } from "./prepare-apply.ts";
import { runPlan } from "./run-plan.ts";

const what = {
  app: appName,
  spec: hiddenSpec,
  values: hiddenValues,
  removeOtherSecrets: z
    .boolean()
    .default(false)
    .describe("take away secrets that neither the spec nor an env file names"),
};

/** What deploying a spec would change, cost and bring, without doing it. */
export const planDeploy = defineAction({
  name: "plan_deploy",
  summary: "Say what deploying an app spec would change, and what it would cost",
  scope: "admin",
  changes: false,
  input: z.object(what),
  run: async (ctx, input) => {
    const { plan, warnings } = await prepareApply(openDeploy(ctx), {
      app: input.app,
      declared: input.spec.reveal(),
      given: input.values.reveal(),
      areOthersRemoved: input.removeOtherSecrets,
    });
    const { appId, appName: name, isNew, changes, secrets, price, wanted, refusals } = plan;
    return { appId, appName: name, isNew, changes, secrets, price, wanted, refusals, warnings, lines: printPlan(plan) };
  },
});

/**
 * Deploys a spec with the newest sources and stays with it until what was wanted runs and works, or does not: that is a result. Throws
 * `conflict` while somebody else deploys the app, and `unavailable` when the platform went away: the same again then goes on.
 */
export const applyDeploy = defineAction({
  name: "apply_deploy",
  summary: "Deploy an app spec, follow it, and verify what runs",
  scope: "admin",
  input: z.object({ ...what, ...beginning }),
  run: async (ctx, input) => {
    const deploy = openDeploy(ctx);
    const { plan, warnings } = await prepareApply(deploy, {
      app: input.app,
      declared: input.spec.reveal(),
      given: input.values.reveal(),
      areOthersRemoved: input.removeOtherSecrets,
    });
    return { ...(await runPlan(ctx, deploy, { plan, input })), warnings };
  },
});

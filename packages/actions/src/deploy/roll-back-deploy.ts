import { printPlan } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { requireRecentSignIn } from "../identity/require-recent-sign-in.ts";
import { appName, beginning } from "./deploy-fields.ts";
import { openDeploy, requireDeploy } from "./open-deploy.ts";
import { prepareRollback } from "./prepare-rollback.ts";
import { printedAs } from "./printed-as.ts";
import { runPlan } from "./run-plan.ts";

const target = {
  app: appName,
  to: z
    .string()
    .nullable()
    .default(null)
    .describe("id of the deployment to go back to; the last one that ran before, unless given"),
  service: z.string().nullable().default(null).describe("one component alone"),
  full: z.boolean().default(false).describe("the recorded spec, every source named exactly"),
};
const targetShape = z.object(target);

/** What going back would do, or why it cannot work, without doing it. */
export const planRollback = defineAction({
  name: "plan_rollback",
  summary: "Say what a rollback would do, or why it cannot work",
  scope: "admin",
  changes: false,
  input: targetShape,
  run: async (ctx, input) => {
    const plan = await prepareRollback(ctx, openDeploy(ctx), input);
    const { appId, appName: name, by, changes, wanted, refusals, warnings } = plan;
    const lines = printPlan(plan);
    const targetId = plan.target.id;
    return { appId, appName: name, by, targetId, changes, wanted, refusals, warnings, lines, plan: printedAs(lines) };
  },
});

/** Goes back and stays with it until what ran before runs again and works. A rollback that cannot work is refused before anything moves. */
export const startRollback = defineAction({
  name: "start_rollback",
  summary: "Roll an app, or one of its services, back, and verify what runs",
  scope: "admin",
  input: z.object({ ...target, ...beginning }),
  run: async (ctx, input) => {
    const { service, full } = input;
    const deploy = openDeploy(ctx, { ask: { service, full } });
    const plan = await prepareRollback(ctx, deploy, input);
    return await runPlan(ctx, deploy, { plan, input });
  },
});

/**
 * Begins a rollback for the worker, which does it: whoever asks at a browser need not stay, and the web app may itself be replaced by it. The app
 * is locked from here on. Throws `conflict` with the reason where it cannot work, where its plan is no longer the one that was agreed to, or
 * while the app is being deployed.
 */
export const requestRollback = defineAction({
  name: "request_rollback",
  summary: "Have the worker roll an app, or one of its services, back",
  scope: "admin",
  input: z
    .object({
      ...target,
      ...beginning,
      plan: z
        .string()
        .max(100)
        .nullable()
        .default(null)
        .describe("`plan` of the plan that was agreed to; any unless given"),
    })
    .omit({ takeOver: true }),
  run: async (ctx, input) => {
    requireRecentSignIn({ clock: ctx.clock, signedInAt: ctx.actor.signedInAt, changes: "what runs" });
    const { service, full, environment, reason, gitBranch } = input;
    const deploy = openDeploy(ctx, { ask: { service, full }, isForWorker: true });
    const plan = await prepareRollback(ctx, deploy, input);
    const { kind, appId, appName: name, fingerprint, wanted, refusals } = plan;
    if (refusals.length > 0) {
      const reasons = refusals.map(({ code, cause, fix }) => `${code}: ${cause}. ${fix}`);
      throw new AppError("conflict", `${name} was not rolled back. ${reasons.join("; ")}`, { details: { refusals } });
    }
    const planLines = printPlan(plan);
    if (input.plan !== null && printedAs(planLines) !== input.plan) {
      throw new AppError("conflict", `The plan for ${name} is another than the one that was shown. Look at it again`);
    }
    const { holder = ctx.actor.userId } = requireDeploy(ctx);
    const told = { planLines, environment, reason, gitBranch, holder };
    const run = await deploy.store.begin({
      kind,
      appId,
      appName: name,
      fingerprint,
      wanted,
      targetId: plan.target.id,
      ...told,
    });
    ctx.note({ after: { run: run.id, app: name, target: plan.target.id } });
    return { runId: run.id, appName: name, targetId: plan.target.id };
  },
});

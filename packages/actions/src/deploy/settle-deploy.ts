import { newAppId, type DeployRun } from "@pulse/deploy";
import { AppError, isAppError } from "@pulse/kit";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { appName } from "./deploy-fields.ts";
import { findApp, getApp, openDeploy, requireDeploy } from "./open-deploy.ts";

/** Keeps what was rolled back to, or goes back to what there was before the rollback: either unpins the app. */
export const settleRollback = defineAction({
  name: "settle_rollback",
  summary: "Keep a rollback that was left open, or undo it; either lets deployments start again",
  scope: "admin",
  input: z.object({ app: appName, keep: z.boolean() }),
  run: async (ctx, { app: name, keep }) => {
    const { platform } = openDeploy(ctx);
    const app = await getApp(platform, name);
    if (app.pinned === null) throw new AppError("conflict", `${app.spec.name} is not pinned: no rollback is open`);
    ctx.note({ before: { pinned: app.pinned.id } });
    if (!keep) return { appName: app.spec.name, deploymentId: (await platform.revertRollback(app.id)).id };
    await platform.commitRollback(app.id);
    return { appName: app.spec.name, deploymentId: app.pinned.id };
  },
});

/** Cancels what the platform is deploying; a run that has not asked for anything yet is given up. */
export const cancelDeploy = defineAction({
  name: "cancel_deploy",
  summary: "Cancel the deployment that is under way, or give up a run that was stopped before it asked for one",
  scope: "admin",
  input: z.object({ app: appName }),
  run: async (ctx, { app: name }) => {
    const deploy = openDeploy(ctx);
    // Of an app that was never made there is the run alone.
    const making = name === null ? null : await deploy.store.findUnfinished(newAppId(name));
    if (name !== null && making !== null && (await findApp(deploy.platform, name)) === null) {
      return { appName: name, deploymentId: null, runId: await giveUp(making) };
    }
    const app = await getApp(deploy.platform, name);
    const running = app.inProgress ?? app.pending;
    const open = (await deploy.store.findUnfinished(app.id)) ?? making;
    if (running === null && open === null)
      throw new AppError("conflict", `Nothing of ${app.spec.name} is being deployed`);
    if (running !== null) await cancel(app.id, running.id);
    // Whoever follows it sees that it was cancelled and finishes; nobody follows what was never asked for.
    if (open === null || open.deploymentId !== null)
      return { appName: app.spec.name, deploymentId: running?.id ?? null, runId: open?.id ?? null };
    return { appName: app.spec.name, deploymentId: running?.id ?? null, runId: await giveUp(open) };

    async function giveUp(begun: DeployRun): Promise<number> {
      const { holder = ctx.actor.userId, isGone } = requireDeploy(ctx);
      const run = await deploy.store.takeOver(begun, { holder, isForced: isGone?.(begun.holder) === true });
      const cause = `given up by ${holder} before a deployment was asked for`;
      const problem = {
        code: "DEPLOYMENT_CANCELLED",
        component: null,
        cause,
        fix: "apply again when it is wanted",
        evidence: [],
      } as const;
      await deploy.store.save(run, { stage: "done", state: "cancelled", problem, finishedAt: ctx.clock.now() });
      return run.id;
    }

    async function cancel(appId: string, id: string): Promise<void> {
      try {
        await deploy.platform.cancelDeployment(appId, id);
      } catch (error) {
        // It may have ended by itself meanwhile, or the answer was lost.
        const { phase } = await deploy.platform.getDeployment(appId, id);
        if (!isAppError(error) || phase !== "CANCELED") throw error;
      }
    }
  },
});

import {
  beginRun,
  findOpen,
  performRun,
  printPlan,
  type ApplyPlan,
  type DeployRun,
  type RollbackPlan,
  type RunContext,
} from "@pulse/deploy";

import type { RunContext as ActionRunContext } from "../action.ts";
import { requireDeploy } from "./open-deploy.ts";

type Beginning = {
  readonly environment: string;
  readonly reason: string;
  readonly gitBranch: string | null;
  readonly takeOver: boolean;
};

/** Begins a run of this plan, or goes on with the one that is unfinished, and stays with it to its end. */
export async function runPlan(
  ctx: ActionRunContext,
  deploy: RunContext,
  { plan, input }: { readonly plan: ApplyPlan | RollbackPlan; readonly input: Beginning },
): Promise<{ readonly run: DeployRun; readonly isResumed: boolean }> {
  const { holder = ctx.actor.userId, isGone } = requireDeploy(ctx);
  const open = await findOpen(deploy, plan);
  const isForced = input.takeOver || (open !== null && isGone?.(open.holder) === true);
  const { environment, reason, gitBranch } = input;
  const begun = await beginRun(deploy, {
    plan,
    planLines: printPlan(plan),
    environment,
    reason,
    gitBranch,
    holder,
    isForced,
  });
  ctx.note({ after: { run: begun.run.id, app: plan.appName } });
  const run = await performRun(deploy, begun.run, plan);
  ctx.note({ after: { run: run.id, app: plan.appName, deployment: run.deploymentId, outcome: run.state } });
  return { run, isResumed: begun.isResumed };
}

import { AppError } from "@pulse/kit";

import { newAppId } from "../plan/new-app-id.ts";
import type { RunPlan } from "./ask-for-deployment.ts";
import type { DeployRun } from "./deploy-run.ts";
import type { RunContext } from "./run-context.ts";

export type Begin = {
  readonly plan: RunPlan;
  readonly planLines: readonly string[];
  readonly environment: string;
  /** Who deploys, as others are told who holds the lock: name@machine (process). */
  readonly holder: string;
  readonly reason: string;
  readonly gitBranch: string | null;
  /** Take the run of another over though its lease has not ended. */
  readonly isForced: boolean;
};

/** A run of this plan, or the unfinished one of the app: what was begun is brought to its end before anything else. */
export async function beginRun(
  ctx: Pick<RunContext, "store">,
  input: Begin,
): Promise<{ readonly run: DeployRun; readonly isResumed: boolean }> {
  const { plan, planLines, environment, holder, reason, gitBranch } = input;
  const open = await findOpen(ctx, plan);
  if (open === null) {
    const { kind, appId, appName, fingerprint, wanted } = plan;
    const targetId = plan.kind === "rollback" ? plan.target.id : null;
    const begun = {
      kind,
      appId,
      appName,
      fingerprint,
      wanted,
      targetId,
      planLines,
      environment,
      holder,
      reason,
      gitBranch,
    };
    return { run: await ctx.store.begin(begun), isResumed: false };
  }
  const hasAsked = open.stage !== "planned" && open.stage !== "asking";
  const run = await ctx.store.takeOver(open, { holder, isForced: input.isForced });
  if (hasAsked || run.fingerprint === plan.fingerprint) return { run, isResumed: true };
  throw new AppError(
    "conflict",
    `Run ${run.id} of ${run.appName} (${run.reason}) was stopped while it asked for another deployment than this one. Give it up first: ./pulse deploy cancel`,
    { details: { problem: "PLAN_OUTDATED" } },
  );
}

/** The unfinished run of an app, or the one that was making it when nobody knew its id yet. */
export async function findOpen(
  ctx: Pick<RunContext, "store">,
  { appId, appName }: Pick<RunPlan, "appId" | "appName">,
): Promise<DeployRun | null> {
  return (await ctx.store.findUnfinished(appId)) ?? (await ctx.store.findUnfinished(newAppId(appName)));
}

import { AppError } from "@pulse/kit";

import { explainRefusal } from "../problem/explain-refusal.ts";
import { askForDeployment, type RunPlan } from "./ask-for-deployment.ts";
import type { DeployRun } from "./deploy-run.ts";
import { followDeployment } from "./follow-deployment.ts";
import type { RunContext } from "./run-context.ts";
import { saveRun } from "./save-run.ts";
import { tellBeginning, tellEnd } from "./tell-of-run.ts";
import { settleRun, verifyRun } from "./verify-run.ts";

/**
 * Does what is left of a run, from the stage that is stored to its end, and gives it as it ended: a failure of what was deployed is a result.
 * Throws where nobody can say how it ends (the platform is away, the store is, somebody has taken it over): then it can be gone on with.
 * `plan` may be null for a run that has asked for its deployment already.
 */
export async function performRun(ctx: RunContext, begun: DeployRun, plan: RunPlan | null): Promise<DeployRun> {
  let run = begun;
  try {
    while (run.stage !== "done") run = await takeStep(ctx, run, plan);
    return run;
  } catch (error) {
    // What has asked for nothing yet, and is refused, is over.
    const isBefore = run.stage === "planned" || run.stage === "asking";
    const problem = isBefore ? (plan?.refusals[0] ?? explainRefusal(error)) : null;
    if (problem === null || problem.code === "PLATFORM_UNREACHABLE" || problem.code === "DEPLOY_LOCKED") throw error;
    return await tellEnd(ctx, await saveRun(ctx, run, { stage: "telling", state: "failed", problem }));
  }

  async function takeStep(context: RunContext, current: DeployRun, of: RunPlan | null): Promise<DeployRun> {
    switch (current.stage) {
      case "planned":
      case "asking": {
        // Once it has been asked for, what the platform says now is about what came of it.
        if (of !== null && of.refusals.length > 0 && current.stage === "planned") throw refusedError(of);
        const asked = await askForDeployment(context, current, of);
        return await tellBeginning(context, asked);
      }
      case "following":
        return await followDeployment(context, current);
      case "verifying":
        return await verifyRun(context, current);
      case "settling":
        return await settleRun(context, current);
      case "telling":
        return await tellEnd(context, current);
      case "done":
        return current;
    }
  }
}

function refusedError({ refusals, appName }: RunPlan): AppError {
  const lines = refusals.map(({ code, cause, fix }) => `  ${code}: ${cause}. ${fix}`);
  return new AppError("conflict", `Nothing was changed at ${appName}:\n${lines.join("\n")}`, { details: { refusals } });
}

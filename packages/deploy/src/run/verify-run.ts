import { isAppError } from "@pulse/kit";

import { wantAsIn } from "../plan/want-as-in.ts";
import type { DeployRun } from "./deploy-run.ts";
import { passGate } from "./pass-gate.ts";
import type { RunContext } from "./run-context.ts";
import { saveRun, warnRun } from "./save-run.ts";

/** Whether what is active is what was wanted, and works. Only then is a run a success, or a rollback kept. */
export async function verifyRun(ctx: RunContext, begun: DeployRun): Promise<DeployRun> {
  let run = begun;
  const { problem } = await passGate(ctx, {
    appId: run.appId,
    deploymentId: run.deploymentId,
    wanted: run.wanted,
    gate: ctx.settings.gate,
    // Each round keeps the lock.
    onRound: async () => {
      run = await saveRun(ctx, run, {});
    },
  });
  if (problem !== null) return await saveRun(ctx, run, { stage: "settling", state: "failed", problem });
  // Where nobody could name the commit beforehand, what was verified is what is recorded, and what can be gone back to.
  const { active } = await ctx.platform.getApp(run.appId);
  const wanted = run.wanted.map((one) => ({ ...one, commit: one.commit ?? active?.commits[one.component] ?? null }));
  return await saveRun(ctx, run, { stage: "settling", wanted });
}

/**
 * After a success: keeps what a rollback went back to, which unpins the app. After a failure: looks whether what ran before still does, also
 * where the platform has gone back to it by itself, and says so.
 */
export async function settleRun(ctx: RunContext, run: DeployRun): Promise<DeployRun> {
  if (run.state === "running") {
    await unpin(ctx, run);
    return await saveRun(ctx, run, { stage: "telling", state: "succeeded" });
  }
  // What went live and does not work is still there: nothing was gone back to.
  const app = await ctx.platform.getApp(run.appId);
  if (app.active?.id === run.deploymentId) return await saveRun(ctx, run, { stage: "telling" });
  if (run.previousDeploymentId === null && app.active === null) {
    const warned = await warnRun(ctx, run, "nothing ran before, and nothing runs now");
    return await saveRun(ctx, warned, { stage: "telling" });
  }
  await waitForOwnRollback(ctx, run);
  const before =
    run.previousDeploymentId === null ? null : await ctx.platform.getDeployment(run.appId, run.previousDeploymentId);
  const { problem } = await passGate(ctx, {
    appId: run.appId,
    deploymentId: null,
    wanted: before === null || before.spec === null ? [] : wantAsIn(before, before.spec),
    gate: ctx.settings.gate,
  });
  const said =
    problem === null ? "what ran before still runs, and works" : `what runs now does not work either: ${problem.cause}`;
  return await saveRun(ctx, await warnRun(ctx, run, said), { stage: "telling" });
}

async function unpin(ctx: RunContext, run: DeployRun): Promise<void> {
  if (run.kind !== "rollback") return;
  const app = await ctx.platform.getApp(run.appId);
  if (app.pinned?.id !== run.deploymentId) return;
  try {
    await ctx.platform.commitRollback(run.appId);
  } catch (error) {
    const isUnsure = isAppError(error) && error.code === "unavailable";
    if (!isUnsure || (await ctx.platform.getApp(run.appId)).pinned !== null) throw error;
  }
}

async function waitForOwnRollback(ctx: RunContext, run: DeployRun): Promise<void> {
  const untilMs = ctx.clock.now().getTime() + ctx.settings.deadlineMs;
  while (ctx.clock.now().getTime() < untilMs) {
    const [newest] = await ctx.platform.listDeployments(run.appId, { limit: 5 });
    if (newest?.causeType !== "AUTO_ROLLBACK" || ["ACTIVE", "ERROR", "CANCELED", "SUPERSEDED"].includes(newest.phase))
      return;
    await ctx.wait(ctx.settings.pollMs);
  }
}

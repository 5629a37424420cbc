import { isAppError } from "@pulse/kit";

import type { Deployment, LogType, Phase } from "../platform/platform.ts";
import type { DeployProblem } from "../problem/deploy-problem.ts";
import { explainDeployment } from "../problem/explain-deployment.ts";
import { listComponents } from "../spec/spec.ts";
import type { CapturedLog, DeployRun } from "./deploy-run.ts";
import type { RunContext } from "./run-context.ts";
import { saveRun, warnRun } from "./save-run.ts";

/** Of a log, what is kept: its end, where the reason stands. */
const keptCharacters = 50_000;

const captured: Readonly<Partial<Record<Phase, readonly CapturedLog["type"][]>>> = {
  BUILDING: ["BUILD"],
  DEPLOYING: ["DEPLOY", "RUN"],
  ERROR: ["BUILD", "DEPLOY"],
};

/** Follows the run's one deployment by its id to its end, keeping its steps and, while they exist, its logs. */
export async function followDeployment(ctx: RunContext, begun: DeployRun): Promise<DeployRun> {
  const id = begun.deploymentId;
  if (id === null) throw new Error("a run that follows has a deployment");
  const logs = new Map<string, CapturedLog>();
  let run = begun;
  const since = new Map<Phase, number>();
  for (;;) {
    const deployment = await ctx.platform.getDeployment(run.appId, id);
    const { phase, steps, spec } = deployment;
    const nowMs = ctx.clock.now().getTime();
    const phaseMs = nowMs - (since.get(phase) ?? nowMs);
    since.set(phase, nowMs - phaseMs);
    run = await saveRun(ctx, run, { phase, steps, ...(spec === null ? {} : { spec }) });
    if (phase === "ACTIVE") return await saveRun(ctx, run, { stage: "verifying" });
    if (phase === "SUPERSEDED") return await beOvertaken(ctx, run);
    if (phase === "ERROR" || phase === "CANCELED") {
      await captureLogs(ctx, run, { deployment, logs });
      const [newest = null] = await ctx.platform.listDeployments(run.appId, { limit: 5 });
      const problem = explainDeployment(deployment, { logs: [...logs.values()], newest });
      const state = phase === "CANCELED" ? "cancelled" : "failed";
      return await saveRun(ctx, run, { stage: "settling", state, problem });
    }
    const late = findDeadline(ctx, run, { phase, phaseMs, totalMs: nowMs - run.startedAt.getTime() });
    if (late !== null) return await giveUp(ctx, run, late);
    // While it is waited for, so that it takes no time of its own.
    await Promise.all([
      captureLogs(ctx, run, { deployment, logs }),
      ctx.wait(ctx.settings.pollMs * (0.9 + ctx.random() / 5)),
    ]);
  }
}

async function captureLogs(
  ctx: RunContext,
  run: DeployRun,
  { deployment, logs }: { readonly deployment: Deployment; readonly logs: Map<string, CapturedLog> },
): Promise<void> {
  const types = captured[deployment.phase] ?? [];
  const components = listComponents(deployment.spec ?? { name: run.appName }).filter(
    ({ kind }) => kind !== "functions",
  );
  const wanted = components.flatMap(({ component: { name } }) => types.map((type) => ({ component: name, type })));
  await Promise.all(
    wanted.map(async ({ component, type }) => {
      const text = await readLog(ctx, run, { component, type });
      const key = `${component} ${type}`;
      if (text === null || text === "" || logs.get(key)?.text === text.slice(-keptCharacters)) return;
      const log: CapturedLog = { component, type, text: text.slice(-keptCharacters) };
      logs.set(key, log);
      await ctx.store.keepLog(run, log);
    }),
  );
}

/** A log that cannot be read is no reason to stop following: the next time may be in time. */
async function readLog(
  ctx: RunContext,
  run: DeployRun,
  of: { readonly component: string; readonly type: LogType },
): Promise<string | null> {
  try {
    return await ctx.platform.readLog(run.appId, { deploymentId: run.deploymentId, ...of });
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

async function beOvertaken(ctx: RunContext, run: DeployRun): Promise<DeployRun> {
  const [newest] = await ctx.platform.listDeployments(run.appId, { limit: 5 });
  const by =
    newest === undefined || newest.id === run.deploymentId
      ? "another deployment"
      : `deployment ${newest.id} (${newest.cause})`;
  const problem: DeployProblem = {
    code: "DEPLOYMENT_SUPERSEDED",
    component: null,
    cause: `${by} overtook this one, so that nobody can say whether it would have worked`,
    fix: "see how the other one ends: ./pulse deploy status. Set deploy_on_push to false where ./pulse deploy deploys",
    evidence: [],
  };
  return await saveRun(ctx, run, { stage: "telling", state: "superseded", problem });
}

function findDeadline(
  ctx: RunContext,
  run: DeployRun,
  { phase, phaseMs, totalMs }: { readonly phase: Phase; readonly phaseMs: number; readonly totalMs: number },
): string | null {
  const { phaseDeadlinesMs, deadlineMs } = ctx.settings;
  const minutes = (ms: number) => `${Math.round(ms / 60_000)} minutes`;
  const phaseLimit = phaseDeadlinesMs[phase] ?? deadlineMs;
  if (phaseMs >= phaseLimit) return `deployment ${run.deploymentId ?? ""} has been ${phase} for ${minutes(phaseMs)}`;
  return totalMs >= deadlineMs
    ? `deployment ${run.deploymentId ?? ""} has taken ${minutes(totalMs)} and is still ${phase}`
    : null;
}

/** What hangs is cancelled: it could go live hours later, when nobody looks whether it works. */
async function giveUp(ctx: RunContext, begun: DeployRun, cause: string): Promise<DeployRun> {
  const problem: DeployProblem = {
    code: "DEPLOYMENT_TIMEOUT",
    component: null,
    cause,
    fix: "look where it hangs: ./pulse deploy logs. Then apply again; if that hangs too, ask DigitalOcean's support",
    evidence: [],
  };
  let run = begun;
  try {
    await ctx.platform.cancelDeployment(run.appId, run.deploymentId ?? "");
  } catch (error) {
    if (!isAppError(error)) throw error;
    run = await warnRun(ctx, run, `the deployment could not be cancelled: ${error.message}`);
  }
  return await saveRun(ctx, run, { stage: "settling", state: "failed", problem });
}

/** What others are told of a run: none of it can fail a deployment, and what did not get through is said with its result. */
import { isNewAppId } from "../plan/new-app-id.ts";
import { mapSpec } from "../plan/map-spec.ts";
import type { App, ComponentHealth } from "../platform/platform.ts";
import { listComponents, spec as specShape } from "../spec/spec.ts";
import type { DeployMessage, GitHubDeploymentState } from "./deploy-ports.ts";
import type { DeployRecord } from "./deploy-record.ts";
import type { DeployRun, RunState } from "./deploy-run.ts";
import type { RunContext } from "./run-context.ts";
import { saveRun } from "./save-run.ts";

const gitHubStates: Readonly<Record<RunState, GitHubDeploymentState>> = {
  running: "in_progress",
  succeeded: "success",
  failed: "failure",
  cancelled: "error",
  superseded: "inactive",
};

/** When its deployment has begun. */
export async function tellBeginning(ctx: RunContext, begun: DeployRun): Promise<DeployRun> {
  const warnings: string[] = [];
  let { gitHubDeploymentId } = begun;
  const source = findSource(begun);
  await attempt(warnings, "GitHub was not told that it begins", async () => {
    if (ctx.github === null || source === null || gitHubDeploymentId !== null) return;
    const { appName, environment, id } = begun;
    const description = `${begun.kind} of ${appName}`.slice(0, 140);
    gitHubDeploymentId = await ctx.github.ensureDeployment({ ...source, environment, runId: id, description });
    await ctx.github.addStatus({ ...statusOf(begun, source, gitHubDeploymentId), url: null });
  });
  await attempt(warnings, "the message that it begins was not sent", () =>
    ctx.notify(messageOf(begun, { state: "started", url: null })),
  );
  return await saveRun(ctx, begun, { gitHubDeploymentId, warnings: [...begun.warnings, ...warnings] });
}

/** When it is over, however it ended. */
export async function tellEnd(ctx: RunContext, ended: DeployRun): Promise<DeployRun> {
  const warnings: string[] = [];
  const seen: { app: App | null; health: readonly ComponentHealth[] } = { app: null, health: [] };
  await attempt(warnings, "the platform was not asked once more", async () => {
    if (isNewAppId(ended.appId)) return;
    seen.app = await ctx.platform.getApp(ended.appId);
    seen.health = await ctx.platform.health(ended.appId);
  });
  const url = seen.app?.url ?? null;
  const finishedAt = ctx.clock.now();
  const run = { ...ended, finishedAt };
  const record = drawRecord(run, { ...seen, finishedAt });
  const name = `${run.appName}-${finishedAt.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15)}-${run.id}.json`;
  await attempt(warnings, `its record deployments/${name} was not written`, () => ctx.keepRecord(name, record));
  const source = findSource(run);
  const { gitHubDeploymentId } = run;
  await attempt(warnings, "GitHub was not told how it ended", async () => {
    if (ctx.github === null || source === null || gitHubDeploymentId === null) return;
    await ctx.github.addStatus({ ...statusOf(run, source, gitHubDeploymentId), url });
  });
  await attempt(warnings, "the message was not sent", () => ctx.notify(messageOf(run, { state: run.state, url })));
  return await saveRun(ctx, run, { stage: "done", finishedAt, record, warnings: [...run.warnings, ...warnings] });
}

async function attempt(warnings: string[], what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    warnings.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Source = { readonly repository: string; readonly sha: string };

/** What GitHub is told of: the first component that is built from a commit there. */
function findSource(run: DeployRun): Source | null {
  const parsed = specShape.safeParse(run.spec);
  if (!parsed.success) return null;
  for (const { component } of listComponents(parsed.data)) {
    const sha = run.wanted.find((one) => one.component === component.name)?.commit ?? null;
    if (component.github?.repo !== undefined && sha !== null) return { repository: component.github.repo, sha };
  }
  return null;
}

function statusOf(run: DeployRun, { repository }: Source, deploymentId: number) {
  const description = (run.problem === null ? run.reason : `${run.problem.code}: ${run.problem.cause}`).slice(0, 140);
  return { repository, deploymentId, state: gitHubStates[run.state], description };
}

function messageOf(
  run: DeployRun,
  { state, url }: { readonly state: DeployMessage["state"]; readonly url: string | null },
): DeployMessage {
  const source = findSource(run);
  const facts = [
    { label: "By", value: run.holder },
    { label: "Why", value: run.reason },
    { label: "Environment", value: run.environment },
    ...(source === null ? [] : [{ label: "Commit", value: source.sha.slice(0, 12) }]),
    ...(run.deploymentId === null ? [] : [{ label: "Deployment", value: run.deploymentId }]),
    ...(run.problem === null ? [] : [{ label: run.problem.code, value: run.problem.cause }]),
    ...(run.problem === null ? [] : [{ label: "Next", value: run.problem.fix }]),
  ];
  const what = run.kind === "rollback" ? "Rollback" : "Deployment";
  return { state, title: `${what} of ${run.appName} ${state}`, facts, url };
}

function drawRecord(
  run: DeployRun,
  seen: { readonly app: App | null; readonly health: readonly ComponentHealth[]; readonly finishedAt: Date },
): DeployRecord {
  const url = seen.app?.url ?? null;
  const nodes = seen.app === null ? [] : mapSpec(seen.app.spec).nodes.filter(({ kind }) => kind === "service");
  const health = (name: string) => seen.health.find((one) => one.name === name)?.state.toLowerCase() ?? "unknown";
  return {
    app_id: run.appId,
    deployment_id: run.deploymentId,
    timestamp: seen.finishedAt.toISOString(),
    phase: run.phase ?? "UNKNOWN",
    web_url: url,
    services: Object.fromEntries(
      nodes.map(({ name, isPublic }) => [
        name,
        { url: isPublic && url !== null ? url : "internal", health: health(name) },
      ]),
    ),
    deployer: run.holder,
    git_commit: findSource(run)?.sha ?? null,
    git_branch: run.gitBranch,
    kind: run.kind,
    outcome: run.state,
    reason: run.reason,
    started_at: run.startedAt.toISOString(),
    error_code: run.problem?.code ?? null,
  };
}

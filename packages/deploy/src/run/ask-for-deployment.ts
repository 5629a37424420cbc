/**
 * Has the platform start the run's deployment, once: what was there before is written down first, so that after a lost answer, or in another
 * process, the deployment that came of it is found instead of asked for again.
 */
import { AppError, isAppError } from "@pulse/kit";

import { diffSpec } from "../plan/diff-spec.ts";
import { isNewAppId } from "../plan/new-app-id.ts";
import type { ApplyPlan } from "../plan/plan-apply.ts";
import type { RollbackPlan } from "../plan/plan-rollback.ts";
import type { Deployment } from "../platform/platform.ts";
import type { DeployRun } from "./deploy-run.ts";
import type { RunContext } from "./run-context.ts";
import { saveRun } from "./save-run.ts";

export type RunPlan = ApplyPlan | RollbackPlan;

/** A deployment, and where it is the first of an app, the id that this has got. */
type Found = Deployment & { readonly appId?: string };

const attempts = 4;
const retryMs = 5_000;
/** What others start: a push, the platform itself. */
const foreignCauses = [
  "DEPLOY_ON_PUSH",
  "AUTO_ROLLBACK",
  "MAINTENANCE",
  "AUTOSCALED",
  "UPDATE_DATABASE_TRUSTED_SOURCES",
];

export async function askForDeployment(ctx: RunContext, begun: DeployRun, plan: RunPlan | null): Promise<DeployRun> {
  let run = begun;
  if (run.stage === "planned") run = await noteWhatIsThere(ctx, run);
  else {
    const found = await findOurs(ctx, run, plan);
    if (found !== null) return await follow(ctx, run, found);
  }
  if (plan === null) {
    throw new AppError(
      "conflict",
      `Run ${run.id} of ${run.appName} was stopped before it had asked for anything. Begin it again as it was begun, or give it up: ./pulse deploy cancel`,
    );
  }
  for (let attempt = 1; ; attempt += 1) {
    // Whoever was held up for longer than the lease learns here, before anything moves, that another goes on with it.
    run = await saveRun(ctx, run, {});
    try {
      await makeBranches(ctx, plan);
      const started = isNewAppId(run.appId) ? await create(ctx, run, plan) : await ask(ctx, run, plan);
      return await follow(ctx, run, started ?? (await getOurs(ctx, run, plan)));
    } catch (error) {
      if (!isUnsure(error) || attempt >= attempts) throw error;
      await ctx.wait(retryMs);
      const found = await findOurs(ctx, run, plan);
      if (found !== null) return await follow(ctx, run, found);
    }
  }
}

async function noteWhatIsThere(ctx: RunContext, run: DeployRun): Promise<DeployRun> {
  if (isNewAppId(run.appId)) return await saveRun(ctx, run, { stage: "asking" });
  const app = await ctx.platform.getApp(run.appId);
  const listed = await ctx.platform.listDeployments(run.appId);
  const pointed = [app.active, app.inProgress, app.pending].flatMap((one) => (one === null ? [] : [one]));
  const knownIds = [...new Set([...listed, ...pointed].map(({ id }) => id))];
  return await saveRun(ctx, run, { stage: "asking", knownIds, previousDeploymentId: app.active?.id ?? null });
}

async function makeBranches(ctx: RunContext, plan: RunPlan): Promise<void> {
  if (plan.kind === "apply" || plan.branches.length === 0) return;
  const { github } = ctx;
  if (github === null) {
    throw new AppError(
      "invalid",
      `${plan.appName}: a branch has to be made for this, and nothing leads to GitHub. Set GITHUB_TOKEN`,
    );
  }
  for (const branch of plan.branches) await github.createBranch(branch);
}

async function ask(ctx: RunContext, run: DeployRun, plan: RunPlan): Promise<Deployment | null> {
  if (plan.kind === "rollback" && plan.by === "platform") return await ctx.platform.rollback(run.appId, plan.target.id);
  if (plan.spec === null) throw new Error("a plan without refusals has a spec");
  const areSourcesUpdated = plan.kind === "apply";
  const app = await ctx.platform.updateApp(run.appId, { spec: plan.spec, areSourcesUpdated });
  return [app.pending, app.inProgress].find((one) => one !== null && !run.knownIds.includes(one.id)) ?? null;
}

async function create(ctx: RunContext, run: DeployRun, plan: RunPlan): Promise<Found | null> {
  if (plan.spec === null) throw new Error("a plan without refusals has a spec");
  const app = await ctx.platform.createApp(plan.spec);
  const started = app.pending ?? app.inProgress;
  return started === null ? await findFirst(ctx, run, plan) : { ...started, appId: app.id };
}

async function follow(ctx: RunContext, run: DeployRun, found: Found): Promise<DeployRun> {
  const { id, phase, steps, spec, appId = run.appId } = found;
  return await saveRun(ctx, run, { appId, stage: "following", deploymentId: id, phase, steps, spec });
}

async function getOurs(ctx: RunContext, run: DeployRun, plan: RunPlan): Promise<Found> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const found = await findOurs(ctx, run, plan);
    if (found !== null) return found;
    await ctx.wait(retryMs);
  }
  throw new AppError(
    "conflict",
    `App Platform took the spec of ${run.appName} and started no deployment. Look at ./pulse deploy status`,
  );
}

/** The first deployment of the app that this run has made; by its name, since nobody was told its id. */
async function findFirst(ctx: RunContext, run: DeployRun, plan: RunPlan | null): Promise<Found | null> {
  const app = (await ctx.platform.listApps()).find(({ spec }) => spec.name === run.appName);
  if (app === undefined) return null;
  const first = (await ctx.platform.listDeployments(app.id)).at(-1);
  const isOurs = plan === null || plan.spec === null || diffSpec(app.spec, plan.spec).length === 0;
  return first === undefined || !isOurs ? null : { ...first, appId: app.id };
}

async function findOurs(ctx: RunContext, run: DeployRun, plan: RunPlan | null): Promise<Found | null> {
  if (isNewAppId(run.appId)) return await findFirst(ctx, run, plan);
  const deployments = await ctx.platform.listDeployments(run.appId);
  const isPlatformRollback =
    run.kind === "rollback" && (plan === null || (plan.kind === "rollback" && plan.by === "platform"));
  const sent = plan === null ? null : plan.spec;
  return (
    deployments.findLast(({ id, causeType, spec }) => {
      if (run.knownIds.includes(id)) return false;
      if (causeType !== null && foreignCauses.includes(causeType)) return false;
      if (isPlatformRollback) return causeType === null || causeType === "MANUAL_ROLLBACK";
      return sent === null || spec === null || diffSpec(spec, sent).length === 0;
    }) ?? null
  );
}

const isUnsure = (error: unknown) =>
  isAppError(error) && error.code === "unavailable" && error.details["isUnsure"] === true;

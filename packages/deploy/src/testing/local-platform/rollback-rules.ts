import { listComponents } from "../../spec/spec.ts";
import { Refusal } from "./refusal.ts";
import {
  headCommits,
  isTerminal,
  phaseOf,
  startDeployment,
  type World,
  type WorldApp,
  type WorldDeployment,
} from "./world.ts";

type Condition = { readonly code: string; readonly message: string; readonly components?: readonly string[] };

/** How many deployments back the platform still keeps what is needed; it depends on the plan that is paid for. */
const revisionLimit = 10;

/** As /rollback/validate answers. */
export function judgeRollback(world: World, app: WorldApp, target: WorldDeployment) {
  const error = findError(world, app, target);
  const components = listComponents(target.spec);
  const named = (is: (one: (typeof components)[number]) => boolean) =>
    components.filter(is).map((one) => one.component.name);
  const sites = named(({ kind }) => kind === "static_sites");
  const loose = named(({ component }) => component.image !== undefined && component.image.digest === undefined);
  const warnings: Condition[] = [];
  if (sites.length > 0) {
    const message = "one or more static sites must be rebuilt";
    warnings.push({ code: "static_site_requires_rebuild", message, components: sites });
  }
  if (loose.length > 0) {
    const message =
      "one or more components are missing an image digest and are not guaranteed rollback to the old version.";
    warnings.push({ code: "image_source_missing_digest", message, components: loose });
  }
  return {
    valid: error === null,
    ...(error === null ? {} : { error }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

function findError(world: World, app: WorldApp, target: WorldDeployment): Condition | null {
  if (app.pinnedId !== null) return { code: "app_pinned", message: "the app is pinned by a rollback already" };
  const phase = phaseOf(world, target);
  if (!isTerminal(phase))
    return { code: "incompatible_phase", message: `deployment phase "${phase}" is unsuitable for rollback` };
  if (!target.wasActive)
    return { code: "incompatible_result", message: 'deployment result "failed" is unsuitable for rollback' };
  const kept = app.deployments.filter(({ wasActive }) => wasActive).slice(-revisionLimit);
  if (!kept.includes(target)) {
    return { code: "exceeded_revision_limit", message: "the deployment is older than the revisions that are kept" };
  }
  if (target.spec["region"] !== app.spec["region"]) {
    return { code: "region_conflict", message: "the deployment ran in another region" };
  }
  const databases = (of: WorldApp["spec"]) => JSON.stringify((of.databases ?? []).map(({ name }) => name).toSorted());
  if (databases(target.spec) === databases(app.spec)) return null;
  return { code: "database_config_conflict", message: "the databases of the app have changed since" };
}

export function rollBack(
  world: World,
  app: WorldApp,
  input: { readonly target: WorldDeployment; readonly isPinned: boolean },
): WorldDeployment {
  const { target } = input;
  const error = findError(world, app, target);
  if (error !== null) throw new Refusal(400, "bad_request", `rollback is not valid: ${error.code}: ${error.message}`);
  const active = app.deployments.find(({ id }) => id === app.activeId);
  app.beforeRollback = { spec: app.spec, commits: active?.commits ?? {} };
  app.spec = target.spec;
  const deployment = startDeployment(world, app, {
    cause: `manual rollback to ${target.id}`,
    causeType: "MANUAL_ROLLBACK",
    commits: target.commits,
    isBuilt: false,
    clonedFrom: target.id,
  });
  if (input.isPinned) app.pinnedId = deployment.id;
  return deployment;
}

export function commitRollback(app: WorldApp): void {
  requirePinned(app);
  app.pinnedId = null;
  app.beforeRollback = null;
}

export function revertRollback(world: World, app: WorldApp): WorldDeployment {
  requirePinned(app);
  const before = app.beforeRollback;
  if (before === null) throw new Refusal(400, "bad_request", "there is nothing to revert to");
  app.pinnedId = null;
  app.beforeRollback = null;
  app.spec = before.spec;
  return startDeployment(world, app, {
    cause: "rollback reverted",
    causeType: "MANUAL",
    commits: headCommits(world, before.spec, before),
  });
}

function requirePinned(app: WorldApp): void {
  if (app.pinnedId === null) throw new Refusal(400, "bad_request", "the app is not pinned by a rollback");
}

import type { Phase } from "../../platform/platform.ts";
import { listComponents } from "../../spec/spec.ts";
import { phaseOf, type World, type WorldApp, type WorldDeployment } from "./world.ts";

type DrawnStep = {
  readonly name: string;
  readonly status: "PENDING" | "RUNNING" | "SUCCESS" | "ERROR";
  readonly component_name?: string;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly reason?: { readonly code: string; readonly message: string };
  readonly steps?: readonly DrawnStep[];
};

const order: readonly Phase[] = ["PENDING_BUILD", "BUILDING", "PENDING_DEPLOY", "DEPLOYING", "ACTIVE"];

/** A deployment as the API shows it now, with its tree of steps. */
export function drawDeployment(world: World, deployment: WorldDeployment) {
  const phase = phaseOf(world, deployment);
  const steps = drawSteps(deployment, phase);
  const leaves = steps.flatMap(leavesOf);
  const count = (status: DrawnStep["status"]) => leaves.filter((step) => step.status === status).length;
  const components = listComponents(deployment.spec);
  const named = (kind: string) =>
    components
      .filter((one) => one.kind === kind)
      .map(({ component: { name } }) => {
        const commit = deployment.commits[name];
        return commit === undefined ? { name } : { name, source_commit_hash: commit };
      });
  return {
    id: deployment.id,
    spec: deployment.spec,
    services: named("services"),
    workers: named("workers"),
    jobs: named("jobs"),
    static_sites: named("static_sites"),
    phase,
    phase_last_updated_at: iso(deployment.updatedAtMs),
    created_at: iso(deployment.startedAtMs),
    updated_at: iso(deployment.updatedAtMs),
    cause: deployment.cause,
    cause_details: { type: deployment.causeType },
    ...(deployment.previousId === null ? {} : { previous_deployment_id: deployment.previousId }),
    ...(deployment.clonedFrom === null ? {} : { cloned_from: deployment.clonedFrom }),
    tier_slug: "basic",
    progress: {
      pending_steps: count("PENDING"),
      running_steps: count("RUNNING"),
      success_steps: count("SUCCESS"),
      error_steps: count("ERROR"),
      total_steps: leaves.length,
      steps,
    },
  };
}

/** An app with the deployments that it points to. */
export function drawApp(world: World, app: WorldApp, siteUrl: string) {
  const drawn = (deployment: WorldDeployment | undefined, key: string) =>
    deployment === undefined ? {} : { [key]: drawDeployment(world, deployment) };
  const open = app.deployments.find(({ ended }) => ended === null);
  const isPending = open !== undefined && phaseOf(world, open) === "PENDING_BUILD";
  return {
    id: app.id,
    owner_uuid: "a4e16f25-cdd1-4483-b246-d77f283c9209",
    spec: app.spec,
    default_ingress: siteUrl,
    live_url: siteUrl,
    created_at: iso(app.createdAtMs),
    updated_at: iso(app.updatedAtMs),
    ...drawn(
      app.deployments.find(({ id }) => id === app.activeId),
      "active_deployment",
    ),
    ...drawn(isPending ? open : undefined, "pending_deployment"),
    ...drawn(isPending ? undefined : open, "in_progress_deployment"),
    ...drawn(
      app.deployments.find(({ id }) => id === app.pinnedId),
      "pinned_deployment",
    ),
  };
}

function drawSteps(
  { spec, script, isBuilt, startedAtMs, updatedAtMs }: WorldDeployment,
  phase: Phase,
): readonly DrawnStep[] {
  const at = phase === "SUPERSEDED" || phase === "CANCELED" || phase === "ERROR" ? failedAt(script) : phase;
  const components = listComponents(spec);
  const jobs = components.filter(({ kind, component }) => kind === "jobs" && component.kind === "PRE_DEPLOY");
  const services = components.filter(({ kind }) => kind === "services" || kind === "workers");
  const status = (during: Phase): DrawnStep["status"] => {
    const [here, there] = [order.indexOf(at), order.indexOf(during)];
    if (here > there) return "SUCCESS";
    return here === there ? "RUNNING" : "PENDING";
  };
  const leaf = (name: string, component: string, during: Phase, place: string): DrawnStep => {
    const isFault =
      phase === "ERROR" && script.place === place && (script.component === undefined || script.component === component);
    const own = isFault ? "ERROR" : phase === "ERROR" && status(during) === "RUNNING" ? "SUCCESS" : status(during);
    return {
      name,
      component_name: component,
      status: own,
      ...(own === "PENDING" ? {} : { started_at: iso(startedAtMs) }),
      ...(own === "SUCCESS" || own === "ERROR" ? { ended_at: iso(updatedAtMs) } : {}),
      ...(isFault && script.reason !== undefined ? { reason: script.reason } : {}),
    };
  };
  const branch = (name: string, steps: readonly DrawnStep[], component?: string): DrawnStep => ({
    name,
    status: worst(steps),
    ...(component === undefined ? {} : { component_name: component }),
    steps,
  });
  const built = components.map(({ component: { name } }) => leaf(name, name, "BUILDING", "build"));
  const run = jobs.map(({ component: { name } }) => leaf(name, name, "DEPLOYING", "job"));
  const deployed = services.map(({ component: { name } }) =>
    branch(name, [leaf("deploy", name, "DEPLOYING", "deploy"), leaf("wait", name, "DEPLOYING", "wait")], name),
  );
  const deploy = branch("deploy", [branch("components", [...run, ...deployed])]);
  return isBuilt ? [branch("build", [branch("components", built)]), deploy] : [deploy];
}

function failedAt(script: WorldDeployment["script"]): Phase {
  if (script.outcome === "error") return script.place === "build" ? "BUILDING" : "DEPLOYING";
  return script.phase ?? "DEPLOYING";
}

function worst(steps: readonly DrawnStep[]): DrawnStep["status"] {
  for (const status of ["ERROR", "RUNNING", "PENDING"] as const) {
    if (steps.some((step) => step.status === status)) return status;
  }
  return "SUCCESS";
}

const leavesOf = (step: DrawnStep): readonly DrawnStep[] =>
  step.steps === undefined ? [step] : step.steps.flatMap(leavesOf);

const iso = (ms: number) => new Date(ms).toISOString();

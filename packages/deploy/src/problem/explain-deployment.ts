import type { Deployment, Step } from "../platform/platform.ts";
import type { CapturedLog } from "../run/deploy-run.ts";
import { listComponents } from "../spec/spec.ts";
import type { DeployProblem } from "./deploy-problem.ts";
import { explainHealthFailure } from "./explain-health-failure.ts";

type Failed = { readonly step: Step; readonly path: readonly string[] };

const shownLines = 20;

/** Why a deployment ended other than ACTIVE, from what the platform says of its steps and what its components wrote. */
export function explainDeployment(
  deployment: Deployment,
  input: { readonly logs: readonly CapturedLog[]; readonly newest: Deployment | null },
): DeployProblem {
  const { phase, id } = deployment;
  if (phase === "CANCELED") {
    const cause = `deployment ${id} was cancelled; what ran before still runs`;
    return { code: "DEPLOYMENT_CANCELLED", component: null, cause, fix: "apply again when it is wanted", evidence: [] };
  }
  const [failed] = findFailures(deployment.steps, []);
  if (failed !== undefined) return explainStep(failed, { deployment, logs: input.logs });
  const isByItself = input.newest?.causeType === "AUTO_ROLLBACK";
  const cause = isByItself
    ? `the platform went back by itself to what ran before deployment ${id}`
    : `deployment ${id} ended with ${phase} and no step says why; what ran before still runs`;
  const fix = "read the logs that were kept: ./pulse deploy logs";
  return { code: "DEPLOYMENT_ROLLBACK", component: null, cause, fix, evidence: tail(input.logs) };
}

function findFailures(steps: readonly Step[], path: readonly string[]): readonly Failed[] {
  return steps.flatMap((step) => {
    const here = [...path, step.name];
    const inner = findFailures(step.steps, here);
    if (inner.length > 0) return inner;
    return step.status === "ERROR" ? [{ step, path: here }] : [];
  });
}

function explainStep(
  { step, path }: Failed,
  { deployment, logs }: { readonly deployment: Deployment; readonly logs: readonly CapturedLog[] },
): DeployProblem {
  const component = step.component ?? path.at(-2) ?? null;
  const said = step.reason === null ? `step ${path.join(" > ")} failed` : `${step.reason.code}: ${step.reason.message}`;
  const cause = component === null ? said : `${component}: ${said}`;
  const own = logs.filter((log) => log.component === component);
  const common = { component, cause, evidence: tail(own) };
  const code = step.reason?.code ?? "";
  if (code === "BuildJobTimeout") {
    return {
      ...common,
      code: "DEPLOYMENT_TIMEOUT",
      fix: "make the build shorter: the platform ends one after 60 minutes",
    };
  }
  if (code === "BuildJobOutOfMemory") {
    return {
      ...common,
      code: "BUILD_OUT_OF_MEMORY",
      fix: "let the build use less memory, or build an image elsewhere",
    };
  }
  if (path[0] === "build")
    return { ...common, code: "BUILD_FAILED", fix: "read the build log: ./pulse deploy logs --type build" };
  if (code.startsWith("Database")) {
    return {
      ...common,
      code: "DATABASE_CONNECTION_ERROR",
      fix: "check the database that the spec names: is it there, and awake?",
    };
  }
  const spec = deployment.spec;
  const found = spec === null ? undefined : listComponents(spec).find((one) => one.component.name === component);
  if (found?.kind === "jobs" && found.component.kind === "PRE_DEPLOY") {
    const fix =
      "mend the migration: ./pulse db status shows where it stopped; the web and the worker have not been replaced";
    return { ...common, code: "DATABASE_MIGRATION_ERROR", fix };
  }
  return explainHealthFailure(common, { component: found?.component ?? null, logs: own });
}

function tail(logs: readonly CapturedLog[]): readonly string[] {
  const log = logs.find(({ type }) => type === "RUN") ?? logs.find(({ type }) => type === "DEPLOY") ?? logs[0];
  return (log?.text ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-shownLines);
}

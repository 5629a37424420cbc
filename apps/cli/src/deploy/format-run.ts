import type { DeployRun, Step } from "@pulse/deploy";

const signs: Readonly<Record<string, string>> = { SUCCESS: "✓", RUNNING: "…", ERROR: "✗", PENDING: "·" };
const stages: Readonly<Record<DeployRun["stage"], string>> = {
  planned: "begins",
  asking: "asks the platform",
  following: "is being deployed",
  verifying: "is being verified",
  settling: "is being settled",
  telling: "is being told",
  done: "is over",
};

/** A run as it is, with the tree of its steps. */
export function formatRun(run: DeployRun): readonly string[] {
  const phase = run.phase === null ? "" : ` (${run.phase})`;
  return [
    `${run.appName} ${stages[run.stage]}${phase}  run ${run.id}, deployment ${run.deploymentId ?? "none yet"}`,
    ...run.steps.flatMap((step) => formatStep(step, 1)),
  ];
}

function formatStep(step: Step, depth: number): readonly string[] {
  const reason = step.reason === null ? "" : `  ${step.reason.code}: ${step.reason.message}`;
  const own = `${"  ".repeat(depth)}${signs[step.status] ?? "?"} ${step.name}${reason}`;
  return [own, ...step.steps.flatMap((inner) => formatStep(inner, depth + 1))];
}

/** What came of a run, for people: the problem with what shows it, and what to do. */
export function formatOutcome(run: DeployRun): readonly string[] {
  const what = run.kind === "rollback" ? "The rollback" : "The deployment";
  const words = {
    running: "goes on",
    succeeded: "succeeded: what was wanted runs, and works",
    failed: "failed",
    superseded: "was superseded",
    cancelled: "was cancelled",
  };
  const problem = run.problem;
  return [
    `${what} of ${run.appName} ${words[run.state]}.`,
    ...(problem === null
      ? []
      : [`${problem.code}: ${problem.cause}`, ...problem.evidence.map((line) => `  | ${line}`), `→ ${problem.fix}`]),
    ...run.warnings.map((warning) => `Note: ${warning}`),
  ];
}

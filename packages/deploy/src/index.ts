export { checkEnvFile } from "./env-file/check-env-file.ts";
export { checkSpec } from "./spec/check-spec.ts";
export type { Finding } from "./finding.ts";
export { problemCodes, type ProblemCode } from "./problem/problem-code.ts";
export type { DeployProblem } from "./problem/deploy-problem.ts";
export type { App, ComponentHealth, Deployment, InstanceSize, Platform, Step } from "./platform/platform.ts";
export { runKinds, runStages, runStates, type CapturedLog, type DeployRun } from "./run/deploy-run.ts";
export type { DeployRecord } from "./run/deploy-record.ts";
export type {
  DeployGitHub,
  DeployMessage,
  DeployPorts,
  NewRun,
  Probe,
  ProbeAnswer,
  RunPatch,
  RunStore,
} from "./run/deploy-ports.ts";
export { listComponents, type Spec } from "./spec/spec.ts";

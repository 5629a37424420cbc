export { checkEnvFile } from "./env-file/check-env-file.ts";
export { checkWithPlatform } from "./spec/check-with-platform.ts";
export { checkSpec } from "./spec/check-spec.ts";
export type { Finding } from "./finding.ts";
export { problemGuide } from "./problem/problem-guide.ts";
export type { DeployProblem } from "./problem/deploy-problem.ts";
export type { App, ComponentHealth, Deployment, InstanceSize, Platform, Step } from "./platform/platform.ts";
export { runKinds, runStages, runStates, type CapturedLog, type DeployRun, type RunState } from "./run/deploy-run.ts";
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
export { findComponent } from "./spec/find-component.ts";
export { listComponents, spec, type Spec } from "./spec/spec.ts";
export { readSpec } from "./spec/read-spec.ts";
export { createPlatform } from "./platform/create-platform.ts";
export { mapSpec, type ServiceMap } from "./plan/map-spec.ts";
export { newAppId } from "./plan/new-app-id.ts";
export { planApply, sourceOf, type ApplyPlan } from "./plan/plan-apply.ts";
export {
  listRollbackTargets,
  planFullRollback,
  planPlatformRollback,
  planServiceRollback,
  type RollbackPlan,
} from "./plan/plan-rollback.ts";
export { priceSpec, type Price } from "./plan/price-spec.ts";
export { printPlan } from "./plan/print-plan.ts";
export { explainRefusal } from "./problem/explain-refusal.ts";
export { askFromOutside } from "./run/ask-from-outside.ts";
export { beginRun, findOpen } from "./run/begin-run.ts";
export { defaultSettings, type DeploySettings } from "./run/gate-settings.ts";
export { planRotation, rotatableSecrets, type RotationPlan } from "./secrets/plan-rotation.ts";
export { makeSealingKey, openEnvFile, sealEnvFile } from "./secrets/seal-env-file.ts";
export { passGate } from "./run/pass-gate.ts";
export { performRun } from "./run/perform-run.ts";
export type { RunContext } from "./run/run-context.ts";

import { isAppError } from "@pulse/kit";

import type { DeployProblem } from "./deploy-problem.ts";

// The platform has no code for a quota: its words are all there is, and differ by what is used up.
const quota =
  /quota|limit (?:of|reached|exceeded)|exceeds? (?:the|your)|reached (?:the|your)|maximum number|too many apps|not enough/i;

/** What an error of the platform means for a deployment; null for what is no refusal of it. */
export function explainRefusal(error: unknown): DeployProblem | null {
  if (!isAppError(error)) return null;
  const { status, message, problem } = error.details;
  const common = { component: null, cause: error.message, evidence: [] };
  if (problem === "DEPLOY_LOCKED" || problem === "PLAN_OUTDATED") {
    return { ...common, code: problem, fix: "look at ./pulse deploy status, and plan again" };
  }
  const said = typeof message === "string" ? message : "";
  if (error.code === "limited") {
    return {
      ...common,
      code: "PLATFORM_UNREACHABLE",
      fix: "wait until the limit ends: the run goes on with the same command",
    };
  }
  if (error.code === "unavailable") {
    return { ...common, code: "PLATFORM_UNREACHABLE", fix: "run the same command again: it goes on where it was" };
  }
  if (typeof status !== "number") return null;
  if (status >= 400 && status < 500 && quota.test(said)) {
    const fix = "use less, or ask DigitalOcean's support for more: nothing has been changed";
    return { ...common, code: "RESOURCE_QUOTA_EXCEEDED", fix };
  }
  if (status === 409 && /pinned/i.test(said)) {
    return {
      ...common,
      code: "APP_PINNED",
      fix: "settle the rollback first: ./pulse deploy rollback --commit or --revert",
    };
  }
  if (status === 400 || status === 409 || status === 422) {
    const fix = "correct the spec: ./pulse deploy check --spec FILE says more of it";
    return { ...common, code: "SPEC_VALIDATION_ERROR", fix };
  }
  return null;
}

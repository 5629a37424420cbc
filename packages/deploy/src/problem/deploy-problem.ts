import type { ProblemCode } from "./problem-code.ts";

/** Why a deployment is no success. Never holds a value of a setting: those are secrets. */
export type DeployProblem = {
  readonly code: ProblemCode;
  /** The service, job or worker that it is about; null for the whole app. */
  readonly component: string | null;
  /** What was seen, in the platform's own words where it said any. */
  readonly cause: string;
  readonly fix: string;
  /** The last lines of the log, or the last answer of a probe, that show it. */
  readonly evidence: readonly string[];
};

import type { ProblemCode } from "./problem/problem-code.ts";

/** Codes of the operating procedure, and one for values that look wrong; docs/deploy.md has symptom, cause and fix of each. */
type FindingCode = ProblemCode | "ENV_VAR_INVALID";

/** One thing that is wrong with a configuration, or may be. Never holds a value: those are secrets. */
export type Finding = {
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly code: FindingCode;
  /** An error stops a deployment. */
  readonly severity: "error" | "warning";
  readonly cause: string;
  readonly fix: string;
};

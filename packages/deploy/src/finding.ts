import type { ProblemCode } from "./problem/problem-code.ts";

/** One thing that is wrong with a configuration, or may be. Never holds a value: those are secrets. */
export type Finding = {
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly code: ProblemCode;
  /** An error stops a deployment. */
  readonly severity: "error" | "warning";
  readonly cause: string;
  readonly fix: string;
};

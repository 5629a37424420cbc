/** Codes of the operating procedure; docs/deploy.md has symptom, cause and fix of each. */
type FindingCode =
  | "ENV_VAR_PARSE_ERROR"
  | "ENV_VAR_MISSING"
  | "ENV_VAR_INVALID"
  | "SPEC_VALIDATION_ERROR"
  | "PORT_MISMATCH";

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

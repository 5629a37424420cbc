import { nearest } from "@pulse/kit";
import type { z } from "zod";

import type { Finding } from "../finding.ts";
import { findDockerfileFaults, type ReadDockerfile } from "./find-dockerfile-faults.ts";
import { readSpec, type ReadSpec } from "./read-spec.ts";
import { findSpecFaults } from "./spec-rules.ts";
import { keysAt, specSchema, type AppSpec } from "./spec-schema.ts";

type CheckedSpec = { readonly spec: AppSpec | null; readonly findings: readonly Finding[] };

/**
 * Everything that is wrong with an app spec, by line, without asking anybody. `file` is how findings call it. With `readDockerfile`
 * what the spec builds from is looked at too.
 */
export function checkSpec(
  file: string,
  text: string,
  { readDockerfile }: { readonly readDockerfile?: ReadDockerfile } = {},
): CheckedSpec {
  const read = readSpec(text);
  const common = { file, code: "SPEC_VALIDATION_ERROR", severity: "error" } as const;
  if (read.problems.length > 0) {
    return {
      spec: null,
      findings: read.problems.map((problem) => ({ ...common, ...problem, fix: "correct the YAML here" })),
    };
  }
  const parsed = specSchema.safeParse(read.value);
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) =>
      explain(issue, read).map((fault) => ({ ...common, ...fault })),
    );
    return { spec: null, findings: byPlace(findings) };
  }
  const faults = [
    ...findSpecFaults(parsed.data),
    ...(readDockerfile === undefined ? [] : findDockerfileFaults(parsed.data, readDockerfile)),
  ];
  const findings = faults.map(({ path, ...fault }) => ({ file, ...read.placeOf(path), ...fault }));
  return { spec: parsed.data, findings: byPlace(findings) };
}

type Fault = Pick<Finding, "line" | "column" | "cause" | "fix">;

function explain(issue: z.core.$ZodIssue, read: ReadSpec): readonly Fault[] {
  const where = issue.path.join(".") || "the spec";
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const fix = meant === null ? `delete it; ${where} takes: ${known.join(", ")}` : `write ${meant}`;
      return { ...read.placeOf([...issue.path, key]), cause: `${where} has no key "${key}"`, fix };
    });
  }
  if (issue.code === "invalid_value") {
    const cause = `${where} is none of its values`;
    return [{ ...read.placeOf(issue.path), cause, fix: `write one of ${issue.values.join(", ")}` }];
  }
  return [{ ...read.placeOf(issue.path), cause: `${where}: ${issue.message}`, fix: "correct the value here" }];
}

const byPlace = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => a.line - b.line || a.column - b.column);

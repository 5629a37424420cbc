import type { Finding } from "../finding.ts";
import { findHazard } from "./find-hazard.ts";
import { findPlaceholder } from "./find-placeholder.ts";
import { findWrongShape, isSecretForAll } from "./find-wrong-shape.ts";
import { parseEnvFile, type EnvEntry } from "./parse-env-file.ts";

type Checked = { readonly entries: readonly EnvEntry[]; readonly findings: readonly Finding[] };

/** Everything that is wrong with an env file, by line. `file` is how findings call it. Values stay out of what is said. */
export function checkEnvFile(file: string, text: string): Checked {
  const { entries, problems } = parseEnvFile(text);
  const parse = { file, code: "ENV_VAR_PARSE_ERROR", severity: "error" } as const;
  const findings: Finding[] = problems.map((problem) => ({ ...parse, ...problem }));
  const first = new Map<string, number>();
  for (const entry of entries) {
    const { key, line, column } = entry;
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    else {
      const cause = `${key} is here for the second time, and the last one wins: it was on line ${before}`;
      findings.push({ ...parse, line, column: 1, cause, fix: "delete one of the two" });
    }
    const wrong = findFault(entry);
    if (wrong !== null) findings.push({ file, line, column, severity: "error", ...wrong });
  }
  return { entries, findings: findings.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

type Fault = Pick<Finding, "code" | "cause" | "fix">;

/** The first thing that is wrong with an entry: what follows from it is not said as well. */
function findFault(entry: EnvEntry): Fault | null {
  const { key, value } = entry;
  if (value.trim() === "") {
    return { code: "ENV_VAR_MISSING", cause: `${key} is empty`, fix: "give it a value, or delete the line" };
  }
  const placeholder = findPlaceholder(value);
  if (placeholder !== null) {
    const cause = `${key} is still what a template says: it holds ${placeholder}`;
    return { code: "ENV_VAR_MISSING", cause, fix: "put in the real value" };
  }
  const hazard = findHazard(entry);
  if (hazard !== null) return { code: "ENV_VAR_PARSE_ERROR", ...hazard };
  if (isSecretForAll(key, value)) {
    const cause = `${key} holds a secret, and everything under NEXT_PUBLIC_ is sent to every browser`;
    return {
      code: "ENV_VAR_INVALID",
      cause,
      fix: "use the key that is meant for browsers, and change the secret: it may be known",
    };
  }
  const wanted = findWrongShape(key, value);
  return wanted === null
    ? null
    : { code: "ENV_VAR_INVALID", cause: `${key} is not ${wanted}`, fix: `it has to be ${wanted}` };
}

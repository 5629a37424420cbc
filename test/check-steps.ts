import path from "node:path";

import { runStep, type StepResult } from "./run-step.ts";

const guards = path.join(import.meta.dirname, "run-guards.ts");
const timeoutMs = 600_000;

/** The five looks at the code that need no database; side by side, since each leaves a core idle at times. */
export async function runCheckSteps(root: string): Promise<StepResult[]> {
  return Promise.all([
    runStep(root, { name: "types", program: "tsc", args: ["--project", root, "--pretty", "false"], timeoutMs }),
    runStep(root, { name: "lint", program: "oxlint", args: ["--format", "unix"], timeoutMs }),
    runStep(root, { name: "format", program: "oxfmt", args: ["--check"], timeoutMs }),
    runStep(root, { name: "unused", program: "knip", args: ["--no-progress", "--no-config-hints"], timeoutMs }),
    runStep(root, { name: "guards", program: guards, args: [root], timeoutMs }),
  ]);
}

/** One line per step, with the whole output of those that failed. */
export function describeSteps(results: readonly StepResult[]): string {
  return results
    .map(({ name, isOk, seconds, output }) => {
      const line = `${isOk ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)\n`;
      return isOk ? line : `${line}${output.trimEnd().replace(/^/gm, "       ")}\n`;
    })
    .join("");
}

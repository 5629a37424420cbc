import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { checkEnvFile, checkSpec, type Finding } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { command } from "../command.ts";
import { usageError } from "../usage-error.ts";

export const deployCheck = command({
  name: "deploy check",
  summary: "Say what is wrong with an App Platform spec and env files, by line, before anything is deployed",
  description:
    "Asks nobody: what only the platform knows (prices, quotas, names that are taken) is not looked at yet. Values are never printed.\n" +
    "Exit 1 when there is an error; warnings alone are exit 0.",
  examples: [
    "./pulse deploy check --spec app-spec.yaml --env web=web.env --env mcp=mcp.env",
    "./pulse deploy check --env web=web.env --json",
  ],
  args: z.object({
    spec: z.string().optional().describe("an app spec, in YAML or JSON"),
    env: z.array(z.string()).default([]).describe("SERVICE=FILE: the env file of a service"),
    offline: z.boolean().default(false).describe("ask nobody, which is all that is done so far"),
  }),
  run: async (ctx, args) => {
    if (args.spec === undefined && args.env.length === 0) {
      throw usageError("Name what to check: --spec FILE, --env SERVICE=FILE, or both", "deploy check");
    }
    const findings: Finding[] = [];
    if (args.spec !== undefined) {
      const readDockerfile = dockerfilesBeside(args.spec);
      findings.push(...checkSpec(args.spec, await read(args.spec), { ...readDockerfile }).findings);
    }
    for (const given of args.env) findings.push(...checkEnvFile(fileOf(given), await read(fileOf(given))).findings);
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const warnings = findings.length - errors;
    if (ctx.json) ctx.printJson({ ok: errors === 0, errors, warnings, findings });
    else ctx.out([...findings.map(describe), verdict(errors, warnings)].join("\n"));
    return errors === 0 ? 0 : 1;
  },
});

function fileOf(given: string): string {
  const [, file] = /^[a-z][a-z0-9-]*=(.+)$/.exec(given) ?? [];
  if (file !== undefined) return file;
  throw usageError(`--env ${given} names no service and file. It is written web=web.env`, "deploy check");
}

/** Paths in a spec begin at the root of the repository that holds it; a spec outside of one is looked at alone. */
function dockerfilesBeside(spec: string): { readonly readDockerfile?: (name: string) => string | null } {
  let folder = path.dirname(path.resolve(spec));
  while (!existsSync(path.join(folder, ".git"))) {
    if (path.dirname(folder) === folder) return {};
    folder = path.dirname(folder);
  }
  return {
    readDockerfile: (name) => {
      const file = path.join(folder, name);
      return existsSync(file) ? readFileSync(file, "utf8") : null;
    },
  };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(path.resolve(file), "utf8");
  } catch (error) {
    throw new AppError("not_found", `${file} cannot be read. Check the name and its rights`, { cause: error });
  }
}

function describe({ file, line, column, severity, code, cause, fix }: Finding): string {
  return `${file}:${line}:${column}  ${severity} ${code}\n  ${cause}\n  → ${fix}`;
}

function verdict(errors: number, warnings: number): string {
  if (errors === 0 && warnings === 0) return "Nothing is wrong.";
  return `${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}.`;
}

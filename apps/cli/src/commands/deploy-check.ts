import { checkDeployment } from "@pulse/actions";
import {
  checkSpec,
  findComponent,
  listComponents,
  readSpec,
  spec as specShape,
  type Finding,
  type Spec,
} from "@pulse/deploy";
import { z } from "zod";

import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { checkGit } from "../deploy/check-git.ts";
import { readDockerfiles } from "../deploy/read-dockerfiles.ts";
import { readGivenEnvFile, readText, type GivenEnvFile } from "../deploy/read-deployment.ts";
import { usageError } from "../usage-error.ts";

export const deployCheck = command({
  name: "deploy check",
  summary: "Say what is wrong with an App Platform spec and env files, by line, before anything is deployed",
  description:
    "With DIGITALOCEAN_ACCESS_TOKEN it also asks App Platform what it thinks of the spec, the database and GitHub what they think of the values,\n" +
    "and git whether what is here was pushed; --offline asks nobody. Values are never printed.\n" +
    "Exit 1 when there is an error; warnings alone are exit 0.",
  examples: [
    "./pulse deploy check --spec app-spec.yaml --env web=web.env --env mcp=mcp.env",
    "./pulse deploy check --env web=web.env --json",
  ],
  args: z.object({
    spec: z.string().optional().describe("an app spec, in YAML or JSON"),
    env: z.array(z.string()).default([]).describe("SERVICE=FILE: the env file of a service"),
    offline: z.boolean().default(false).describe("ask nobody"),
  }),
  run: async (ctx, args) => {
    if (args.spec === undefined && args.env.length === 0) {
      throw usageError("Name what to check: --spec FILE, --env SERVICE=FILE, or both", "deploy check");
    }
    const findings: Finding[] = [];
    const envFiles: GivenEnvFile[] = [];
    const text = args.spec === undefined ? null : await readText(args.spec);
    if (args.spec !== undefined && text !== null)
      findings.push(...checkSpec(args.spec, text, readDockerfiles(args.spec)).findings);
    for (const given of args.env) {
      const read = await readGivenEnvFile(given, "deploy check");
      findings.push(...read.findings);
      envFiles.push(read.envFile);
    }
    const parsed = specShape.safeParse(text === null ? null : readSpec(text).value);
    const spec = args.spec === undefined || !parsed.success ? null : { file: args.spec, spec: parsed.data };
    if (spec !== null) findings.push(...envFiles.flatMap((envFile) => findNobodys(envFile, spec.spec)));
    if (!args.offline) findings.push(...(await askOthers(ctx, { spec, envFiles })));
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const warnings = findings.length - errors;
    if (ctx.json) ctx.printJson({ ok: errors === 0, errors, warnings, findings });
    else ctx.out([...findings.map(describe), verdict(errors, warnings)].join("\n"));
    return errors === 0 ? 0 : 1;
  },
});

/** An env file that no component would get. */
function findNobodys({ service, file }: GivenEnvFile, spec: Spec): readonly Finding[] {
  const names = listComponents(spec).map(({ component }) => component.name);
  if (names.length === 0 || findComponent(spec, service) !== null) return [];
  const cause = `${service} is no component of ${spec.name}, or the end of several: it has ${names.join(", ")}`;
  const fix = `name one of them: --env ${names[0] ?? "web"}=${file}`;
  return [{ file, line: 1, column: 1, code: "SPEC_VALIDATION_ERROR", severity: "error", cause, fix }];
}

/** Nobody is asked without a token: then this is the check of the files alone. */
async function askOthers(
  ctx: CliContext,
  given: {
    readonly spec: { readonly file: string; readonly spec: Spec } | null;
    readonly envFiles: readonly GivenEnvFile[];
  },
): Promise<readonly Finding[]> {
  const token = ctx.env.DIGITALOCEAN_ACCESS_TOKEN;
  if (token === undefined) return [];
  const apiUrl = ctx.env.DIGITALOCEAN_API_URL;
  return [
    ...(await checkDeployment({ ...given, token, apiUrl, signal: ctx.signal })),
    ...(await checkGit(process.cwd())),
  ];
}

function describe({ file, line, column, severity, code, cause, fix }: Finding): string {
  return `${file}:${line}:${column}  ${severity} ${code}\n  ${cause}\n  → ${fix}`;
}

function verdict(errors: number, warnings: number): string {
  if (errors === 0 && warnings === 0) return "Nothing is wrong.";
  return `${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}.`;
}

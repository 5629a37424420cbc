import { readFile } from "node:fs/promises";
import path from "node:path";

import { checkEnvFile, checkSpec, readSpec, spec as specShape, type Finding, type Spec } from "@pulse/deploy";
import { AppError } from "@pulse/kit";

import { usageError } from "../usage-error.ts";

export type GivenEnvFile = {
  readonly service: string;
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
};

/** What is to be deployed, read and checked: the spec, and the values of env files. Nothing that is found is left unsaid. */
export async function readDeployment(input: {
  readonly spec: string;
  readonly env: readonly string[];
  readonly command: string;
}): Promise<{
  readonly spec: Spec;
  readonly envFiles: readonly GivenEnvFile[];
  readonly findings: readonly Finding[];
}> {
  const text = await readText(input.spec);
  const findings: Finding[] = [...checkSpec(input.spec, text).findings];
  const envFiles: GivenEnvFile[] = [];
  for (const given of input.env) {
    const { service, file } = readEnvArgument(given, input.command);
    const checked = checkEnvFile(file, await readText(file));
    findings.push(...checked.findings);
    envFiles.push({ service, file, values: Object.fromEntries(checked.entries.map(({ key, value }) => [key, value])) });
  }
  const parsed = specShape.safeParse(readSpec(text).value);
  if (!parsed.success)
    throw new AppError("invalid", `${input.spec} is no app spec. ./pulse deploy check --spec ${input.spec} says why`);
  return { spec: parsed.data, envFiles, findings };
}

/** SERVICE=FILE */
export function readEnvArgument(given: string, command: string): { readonly service: string; readonly file: string } {
  const [, service, file] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(given) ?? [];
  if (service !== undefined && file !== undefined) return { service, file };
  throw usageError(`--env ${given} names no service and file. It is written web=web.env`, command);
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(path.resolve(file), "utf8");
  } catch (error) {
    throw new AppError("not_found", `${file} cannot be read. Check the name and its rights`, { cause: error });
  }
}

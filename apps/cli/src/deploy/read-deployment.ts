import { readFile } from "node:fs/promises";
import path from "node:path";

import { checkEnvFile, checkSpec, readSpec, spec as specShape, type Finding, type Spec } from "@pulse/deploy";
import { AppError } from "@pulse/kit";

import { usageError } from "../usage-error.ts";
import { readDockerfiles } from "./read-dockerfiles.ts";

export type GivenEnvFile = {
  readonly service: string;
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, { readonly line: number; readonly column: number }>>;
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
  const findings: Finding[] = [...checkSpec(input.spec, text, readDockerfiles(input.spec)).findings];
  const envFiles: GivenEnvFile[] = [];
  for (const given of input.env) {
    const read = await readGivenEnvFile(given, input.command);
    findings.push(...read.findings);
    envFiles.push(read.envFile);
  }
  const parsed = specShape.safeParse(readSpec(text).value);
  if (!parsed.success)
    throw new AppError("invalid", `${input.spec} is no app spec. ./pulse deploy check --spec ${input.spec} says why`);
  return { spec: parsed.data, envFiles, findings };
}

/** An env file that is given as SERVICE=FILE. */
export async function readGivenEnvFile(
  given: string,
  command: string,
): Promise<{ readonly envFile: GivenEnvFile; readonly findings: readonly Finding[] }> {
  const [, service, file] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(given) ?? [];
  if (service === undefined || file === undefined) {
    throw usageError(`--env ${given} names no service and file. It is written web=web.env`, command);
  }
  const { entries, findings } = checkEnvFile(file, await readText(file));
  const values = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  const places = Object.fromEntries(entries.map(({ key, line, column }) => [key, { line, column }]));
  return { envFile: { service, file, values, places }, findings };
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(path.resolve(file), "utf8");
  } catch (error) {
    throw new AppError("not_found", `${file} cannot be read. Check the name and its rights`, { cause: error });
  }
}

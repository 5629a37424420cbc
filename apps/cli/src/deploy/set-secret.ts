import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { AppError } from "@pulse/kit";

import { deployApply } from "../commands/deploy-apply.ts";
import type { CliContext } from "../context.ts";

/**
 * Deploys the spec with one secret changed; all others stay as the platform holds them. The value goes through a file that only this user can
 * read and that is gone afterwards, since that is how values come to a deployment and are checked.
 */
export async function setSecret(
  ctx: CliContext,
  {
    service,
    name,
    value,
    given,
  }: {
    readonly service: string;
    readonly name: string;
    readonly value: string;
    /** The flags of `deploy apply` that were given as well. */
    readonly given: Readonly<Record<string, unknown>>;
  },
): Promise<number | void> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-secret-"));
  try {
    const file = path.join(folder, `${service}.env`);
    await writeFile(file, `${name}=${quote(name, value)}\n`, { mode: 0o600 });
    const prepared = deployApply.parse({ ...given, env: [`${service}=${file}`] });
    if (!prepared.ok) {
      const problems = prepared.issues.map(({ path: where, message }) => `--${where.join(".")}: ${message}`);
      throw new AppError("invalid", `Nothing was deployed: ${problems.join("; ")}`);
    }
    return await prepared.run(ctx);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** As env files write it, and every reader reads it the same. */
function quote(name: string, value: string): string {
  if (/^[\w./:@=+,-]+$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  throw new AppError(
    "invalid",
    `The value of ${name} holds ', which env files cannot write. Give it as ${name}_BASE64`,
  );
}

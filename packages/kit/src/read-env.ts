import type { z } from "zod";

import { AppError } from "./app-error.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads an app's settings from `env` by `schema`, once. `NAME_BASE64` may stand for `NAME`; empty means not set.
 * Throws `invalid` that lists every problem at once.
 */
export function readEnv<Shape extends z.ZodObject>(schema: Shape, env: Env): Readonly<z.output<Shape>> {
  const problems: string[] = [];
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const plain = env[name];
    const encoded = env[`${name}_BASE64`];
    if (plain && encoded) problems.push(`${name}: set as ${name} and as ${name}_BASE64; keep one`);
    const value = plain || (encoded ? Buffer.from(encoded, "base64").toString("utf8") : "");
    if (value !== "") given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(`${issue.path.join(".")}: ${issue.message}`);
  }
  if (!parsed.success || problems.length > 0) {
    throw new AppError("invalid", `The settings are not usable:\n${problems.map((line) => `  ${line}`).join("\n")}`, {
      details: { problems },
    });
  }
  return Object.freeze(parsed.data);
}

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { readKeyRing } from "@pulse/db";

import type { CliContext } from "./context.ts";

const idLength = 8;

/** Ids of the encryption keys of this installation; none where it has no keys yet. Makes nothing. */
export async function listKeyIds(ctx: Pick<CliContext, "env" | "home">): Promise<readonly string[]> {
  const text = ctx.env.PULSE_ENCRYPTION_KEYS ?? (await readText(path.join(ctx.home, "encryption-keys")));
  return text === null ? [] : [...readKeyRing(text).keys.keys()];
}

/** Tells the secret that signs sessions apart from others, without telling anything of it; null where there is none yet. */
export async function findSessionSecretId(ctx: Pick<CliContext, "env" | "home">): Promise<string | null> {
  const secret = ctx.env.NEXTAUTH_SECRET ?? (await readText(path.join(ctx.home, "session-secret")));
  if (secret === null) return null;
  return createHash("sha256").update("pulse session ").update(secret.trim()).digest("hex").slice(0, idLength);
}

async function readText(file: string): Promise<string | null> {
  return await readFile(file, "utf8").catch(() => null);
}

import { ensureKeyFile } from "@pulse/db";

import type { CliContext } from "./context.ts";

/** PULSE_ENCRYPTION_KEYS; where it is not set, the keys of this installation's state folder, made when there are none yet. */
export async function readEncryptionKeys(ctx: Pick<CliContext, "env" | "home">): Promise<string> {
  return ctx.env.PULSE_ENCRYPTION_KEYS ?? (await ensureKeyFile(ctx.home));
}

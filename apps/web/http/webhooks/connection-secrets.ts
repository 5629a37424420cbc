import type { Clock } from "@pulse/kit";

/** What a delivery's signature is compared with, and whose it is then; null for a connection that does not exist. */
export type HookSecrets = {
  readonly connection: { readonly id: number; readonly workspaceId: number };
  readonly secrets: readonly string[];
} | null;

type Entry = { readonly at: number; readonly secrets: Promise<HookSecrets> };

// So long does a secret that was taken away still work, and a new one not yet.
const keptMs = 3_000;
const keptEntries = 1_000;

/** Remembers the secrets of connections for a few seconds: a burst of deliveries asks the database once. */
export function createConnectionSecrets(
  ctx: { readonly clock: Clock },
  find: (connectionId: number) => Promise<HookSecrets>,
): (connectionId: number) => Promise<HookSecrets> {
  const entries = new Map<number, Entry>();
  return async (connectionId) => {
    const now = ctx.clock.now().getTime();
    const known = entries.get(connectionId);
    if (known !== undefined && now - known.at < keptMs) return await known.secrets;
    // Made-up numbers of connections must not fill the memory.
    if (entries.size >= keptEntries) entries.clear();
    const secrets = find(connectionId);
    entries.set(connectionId, { at: now, secrets });
    try {
      return await secrets;
    } catch (error) {
      entries.delete(connectionId);
      throw error;
    }
  };
}

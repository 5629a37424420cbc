/** The parts that REST answers and webhook payloads are made of, as far as they are kept. Old answers lack many of them. */
import { z } from "zod";

import type { AccountRow } from "../../save/save-accounts.ts";

/** PostgreSQL's text holds neither a NUL nor half of a surrogate pair: both are left out, because a live reading cannot refuse what people wrote. */
export const text = z.string().transform((value) => value.replaceAll("\0", "").toWellFormed());
/** With any offset: steps tell local times. An empty one is none. */
export const instant = z.iso.datetime({ offset: true });
export const optionalInstant = z
  .union([instant, z.literal("")])
  .nullish()
  .transform((value) => (value === undefined || value === "" ? null : value));
export const optionalText = text.nullish().transform((value) => value ?? null);
export const id = z.int().positive();

const types = ["User", "Bot", "Organization", "Mannequin", "EnterpriseUserAccount"] as const;

/** Null for a deleted account. */
export const user = z
  .object({
    login: z.string().min(1).max(255),
    id: id.nullish(),
    node_id: z.string().nullish(),
    type: z.string().nullish(),
    avatar_url: z.string().nullish(),
  })
  .nullish()
  .transform((found) => found ?? null);

export type RestUser = z.output<typeof user>;

/** The accounts that these name, each once. */
export function toAccounts(users: readonly RestUser[]): readonly AccountRow[] {
  const byLogin = new Map<string, AccountRow>();
  for (const found of users) {
    if (found === null) continue;
    byLogin.set(found.login.toLowerCase(), {
      login: found.login,
      githubId: found.id ?? null,
      nodeId: found.node_id ?? null,
      type: types.find((type) => type === found.type) ?? null,
      avatarUrl: found.avatar_url ?? null,
    });
  }
  return [...byLogin.values()];
}

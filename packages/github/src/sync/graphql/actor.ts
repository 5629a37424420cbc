/**
 * People and bots as GraphQL names them. It calls a bot by its bare name, which an organisation often has too (`vercel` made `vercel[bot]`):
 * bots get the name that REST and webhooks give them, so that each is one account.
 */
import { z } from "zod";

import type { AccountRow } from "../../save/save-accounts.ts";

export const actorFragment = `
fragment ActorFields on Actor {
  __typename
  login
  avatarUrl
  ... on User { id databaseId }
  ... on Bot { id databaseId }
  ... on Organization { id databaseId }
  ... on Mannequin { id databaseId }
  ... on EnterpriseUserAccount { id }
}`;

const types = ["User", "Bot", "Organization", "Mannequin", "EnterpriseUserAccount"] as const;

export const actor = z.object({
  __typename: z.string(),
  login: z.string().min(1).max(255),
  avatarUrl: z.string().nullish(),
  id: z.string().nullish(),
  databaseId: z.int().positive().nullish(),
});

/** Null for a deleted account: GitHub shows it as ghost. */
export type Actor = z.output<typeof actor>;

export function toAccount(found: Actor): AccountRow {
  return {
    login: loginOf(found),
    githubId: found.databaseId ?? null,
    nodeId: found.id ?? null,
    type: types.find((type) => type === found.__typename) ?? null,
    avatarUrl: found.avatarUrl ?? null,
  };
}

export function loginOf(found: Actor): string;
export function loginOf(found: Actor | null | undefined): string | null;
export function loginOf(found: Actor | null | undefined): string | null {
  if (found === null || found === undefined) return null;
  return found.__typename === "Bot" && !found.login.endsWith("[bot]") ? `${found.login}[bot]` : found.login;
}

/** Collects whom a page names, so that all are saved in one call. */
export class AccountBook {
  readonly #byLogin = new Map<string, AccountRow>();

  note(found: Actor | null | undefined): void {
    if (found === null || found === undefined) return;
    const account = toAccount(found);
    this.#byLogin.set(account.login.toLowerCase(), account);
  }

  list(): readonly AccountRow[] {
    return [...this.#byLogin.values()];
  }
}

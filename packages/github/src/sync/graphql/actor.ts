/** People and bots as GraphQL names them: a bot's login has no `[bot]`, its type says what it is. */
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

function toAccount(found: Actor): AccountRow {
  return {
    login: found.login,
    githubId: found.databaseId ?? null,
    nodeId: found.id ?? null,
    type: types.find((type) => type === found.__typename) ?? null,
    avatarUrl: found.avatarUrl ?? null,
  };
}

/** Collects whom a page names, so that all are saved in one call. */
export class AccountBook {
  readonly #byLogin = new Map<string, AccountRow>();

  /** Notes the account, and gives its login. */
  note(found: Actor | null | undefined): string | null {
    if (found === null || found === undefined) return null;
    this.#byLogin.set(found.login.toLowerCase(), toAccount(found));
    return found.login;
  }

  list(): readonly AccountRow[] {
    return [...this.#byLogin.values()];
  }
}

import type { Tx } from "@pulse/db";

import { saveAccounts, type AccountRow } from "../save/save-accounts.ts";
import type { AccountOf } from "./event-handler.ts";
import type { PayloadUser } from "./payload/user.ts";

/**
 * Saves the people of several payloads in one call, as a transaction may, and finds them again. Of one person under two logins the later
 * payload's is taken.
 */
export async function saveAccountBook(
  tx: Tx,
  scope: { readonly workspaceId: number; readonly fetchedAt: string },
  people: readonly PayloadUser[],
): Promise<AccountOf> {
  const byId = new Map<number, AccountRow>();
  for (const user of people) {
    if (user !== null) byId.set(user.id, toRow(user));
  }
  const idOf = await saveAccounts(tx, scope, [...byId.values()]);
  return (user) => {
    if (user === null || user === undefined) return null;
    return idOf(byId.get(user.id)?.login ?? user.login);
  };
}

function toRow(user: NonNullable<PayloadUser>): AccountRow {
  return {
    login: user.login,
    githubId: user.id,
    nodeId: user.node_id ?? null,
    type: user.type ?? null,
    avatarUrl: user.avatar_url ?? null,
  };
}

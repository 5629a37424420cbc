import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { findErasedPeople } from "./find-erased-people.ts";
import { followRenames } from "./follow-renames.ts";

/** A person or bot as a source names it. Sources without ids and types (archives, git) give the login alone. */
export type AccountRow = {
  readonly login: string;
  readonly githubId?: number | null;
  readonly nodeId?: string | null;
  readonly name?: string | null;
  readonly type?: "User" | "Bot" | "Organization" | "Mannequin" | "EnterpriseUserAccount" | null;
  readonly avatarUrl?: string | null;
};

/** Finds the id of a login in any spelling of its case; null for a deleted account (ghost). */
export type AccountIds = (login: string | null) => number | null;

// In REST and webhooks a user of GitHub's own, of this name, stands for everybody whose account is deleted. GraphQL says null.
const ghost = "ghost";

type AccountScope = { readonly workspaceId: number; readonly fetchedAt: string };

/**
 * Makes or refreshes the accounts of these logins. An account known by its id keeps its row when its login changes.
 * Call it once per transaction: rows are locked in one order, so that two writers never wait for each other in a circle.
 */
export async function saveAccounts(tx: Tx, scope: AccountScope, accounts: readonly AccountRow[]): Promise<AccountIds> {
  const living = accounts.filter((account) => account.login.toLowerCase() !== ghost);
  const erased = await findErasedPeople(tx, scope, living);
  const nameOf = (login: string): string => erased.get(login.toLowerCase()) ?? login.toLowerCase();
  const byLogin = new Map(living.map((account) => [nameOf(account.login), asKept(account, erased)]));
  const rows = [...byLogin.values()];
  const known = rows.flatMap(({ githubId, login }) => (typeof githubId === "number" ? [{ githubId, login }] : []));
  if (known.length > 0) await followRenames(tx, scope, known);
  await upsertAccounts(tx, scope, rows);
  const found = await listIds(tx, scope, [...byLogin.keys()]);
  const ids = new Map(found.map((row) => [row.key, row.id]));
  return (login) => {
    if (login === null || login.toLowerCase() === ghost) return null;
    const id = ids.get(nameOf(login));
    if (id === undefined) throw new Error("an author was not among the saved accounts");
    return id;
  };
}

/** Of an erased person only the ghost is kept, and whether it is a bot. */
function asKept(account: AccountRow, erased: ReadonlyMap<string, string>): AccountRow {
  const standsFor = erased.get(account.login.toLowerCase());
  return standsFor === undefined ? account : { login: standsFor, type: account.type ?? null };
}

async function upsertAccounts(tx: Tx, scope: AccountScope, rows: readonly AccountRow[]): Promise<void> {
  await sql`
    insert into pulse.accounts as account
      (workspace_id, github_id, node_id, login, name, type, avatar_url, fetched_at)
    select
      ${scope.workspaceId}, "githubId", "nodeId", login, name, type, "avatarUrl", ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as row ("githubId" bigint, "nodeId" text, login text, name text, type text, "avatarUrl" text)
    order by lower(login)
    on conflict (workspace_id, lower(login)) do update set
      github_id = coalesce(account.github_id, excluded.github_id),
      node_id = coalesce(excluded.node_id, account.node_id),
      login = excluded.login,
      name = coalesce(excluded.name, account.name),
      type = coalesce(excluded.type, account.type),
      avatar_url = coalesce(excluded.avatar_url, account.avatar_url),
      fetched_at = excluded.fetched_at
    where excluded.fetched_at >= account.fetched_at
      and (
        coalesce(account.github_id, excluded.github_id), coalesce(excluded.node_id, account.node_id), excluded.login,
        coalesce(excluded.name, account.name), coalesce(excluded.type, account.type),
        coalesce(excluded.avatar_url, account.avatar_url)
      ) is distinct from (
        account.github_id, account.node_id, account.login, account.name, account.type, account.avatar_url
      )
  `.execute(tx);
}

// A statement of its own: rows that another transaction made meanwhile are visible only to a later one than the insert.
async function listIds(
  tx: Tx,
  scope: AccountScope,
  keys: readonly string[],
): Promise<readonly { readonly key: string; readonly id: number }[]> {
  const found = await sql<{ key: string; id: number }>`
    select lower(login) as key, id
    from pulse.accounts
    where workspace_id = ${scope.workspaceId}
      and lower(login) = any(${keys}::text[])
  `.execute(tx);
  return found.rows;
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { mergeAccounts } from "./merge-accounts.ts";

type Known = { readonly githubId: number; readonly login: string };
type AccountScope = { readonly workspaceId: number; readonly fetchedAt: string };

/**
 * Logins move: a person takes a new one, and another may take the old one. Whoever holds a login that GitHub now gives to another id loses it;
 * an account that is a mere login becomes one with the account that GitHub says has it; then the known id takes the login.
 */
export async function followRenames(tx: Tx, scope: AccountScope, known: readonly Known[]): Promise<void> {
  await displaceHolders(tx, scope, known);
  for (const merge of await listDoubles(tx, scope, known)) await mergeAccounts(tx, { ...scope, ...merge });
  await takeLogins(tx, scope, known);
}

// `#` occurs in no login.
async function displaceHolders(tx: Tx, scope: AccountScope, known: readonly Known[]): Promise<void> {
  await sql`
    update pulse.accounts as account
    set login = account.login || '#' || account.github_id
    from json_to_recordset(${JSON.stringify(known)}::json) as row ("githubId" bigint, login text)
    where account.workspace_id = ${scope.workspaceId}
      and lower(account.login) = lower(row.login)
      and account.github_id <> row."githubId"
      and account.fetched_at <= ${scope.fetchedAt}::timestamptz
  `.execute(tx);
}

async function listDoubles(
  tx: Tx,
  scope: AccountScope,
  known: readonly Known[],
): Promise<readonly { readonly fromId: number; readonly toId: number }[]> {
  const found = await sql<{ fromId: number; toId: number }>`
    select login_only.id as from_id, account.id as to_id
    from json_to_recordset(${JSON.stringify(known)}::json) as row ("githubId" bigint, login text)
    join pulse.accounts as account
      on account.workspace_id = ${scope.workspaceId} and account.github_id = row."githubId"
    join pulse.accounts as login_only
      on login_only.workspace_id = ${scope.workspaceId} and lower(login_only.login) = lower(row.login)
    where login_only.github_id is null
      and account.fetched_at <= ${scope.fetchedAt}::timestamptz
    order by login_only.id
  `.execute(tx);
  return found.rows;
}

async function takeLogins(tx: Tx, scope: AccountScope, known: readonly Known[]): Promise<void> {
  await sql`
    update pulse.accounts as account
    set login = row.login,
      fetched_at = ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(known)}::json) as row ("githubId" bigint, login text)
    where account.workspace_id = ${scope.workspaceId}
      and account.github_id = row."githubId"
      and account.login <> row.login
      and account.fetched_at <= ${scope.fetchedAt}::timestamptz
  `.execute(tx);
}

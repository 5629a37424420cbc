import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { accountReferences } from "./account-references.ts";

/** The accounts that the items of a repository and what hangs on them name now. */
export async function listItemAccounts(tx: Tx, scope: { readonly repositoryId: number }): Promise<ReadonlySet<number>> {
  const found = await sql<{ id: number }>`
    select author_id as id from pulse.issues where repository_id = ${scope.repositoryId}
    union
    select unnest(assignee_ids) from pulse.issues where repository_id = ${scope.repositoryId}
    union
    select author_id from pulse.pull_requests where repository_id = ${scope.repositoryId}
    union
    select merged_by_id from pulse.pull_requests where repository_id = ${scope.repositoryId}
    union
    select unnest(assignee_ids) from pulse.pull_requests where repository_id = ${scope.repositoryId}
    union
    select account_id from pulse.issue_actors where repository_id = ${scope.repositoryId}
    union
    select account_id from pulse.pull_request_actors where repository_id = ${scope.repositoryId}
  `.execute(tx);
  return new Set(found.rows.flatMap((row) => row.id ?? []));
}

/**
 * Removes those of `ids` that are a mere login to which nothing refers any more: what stays of a renamed person when the source knows
 * people by login only. Accounts that GitHub has given an id stay.
 */
export async function removeUnusedAccounts(
  tx: Tx,
  input: { readonly workspaceId: number; readonly ids: readonly number[] },
): Promise<void> {
  if (input.ids.length === 0) return;
  const unused = accountReferences.map(
    ({ table, column, isList }) => sql`
      not exists (
        select from ${table} as fact
        where fact.workspace_id = account.workspace_id
          and ${isList ? sql`account.id = any(fact.${column})` : sql`fact.${column} = account.id`}
      )
    `,
  );
  await sql`
    delete from pulse.accounts as account
    where account.workspace_id = ${input.workspaceId}
      and account.id = any(${input.ids}::bigint[])
      and account.github_id is null
      and ${sql.join(unused, sql` and `)}
  `.execute(tx);
}

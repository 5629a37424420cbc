import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** Which stored accounts have these numbers of GitHub's: a number stays when its account takes another login. */
export async function findAccountIds(
  tx: Tx,
  { workspaceId, githubIds }: { readonly workspaceId: number; readonly githubIds: readonly number[] },
): Promise<ReadonlyMap<number, number>> {
  const found = await sql<{ readonly id: number; readonly githubId: number }>`
    select id, github_id
    from pulse.accounts
    where workspace_id = ${workspaceId}
      and github_id = any(${githubIds}::bigint[])
  `.execute(tx);
  return new Map(found.rows.map(({ id, githubId }) => [githubId, id]));
}

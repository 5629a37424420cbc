import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

/**
 * Gives commits of nobody's account the account that another commit of the workspace with the very same address has: GitHub ties addresses to
 * accounts, and a clone does not say how. Names are never compared, and an address that two accounts had ties nothing. Gives how many commits.
 */
export async function tieAuthors(
  tx: Tx,
  { workspaceId, repositoryId }: Pick<SaveScope, "workspaceId" | "repositoryId">,
): Promise<number> {
  const tied = await sql`
    update pulse.commits as made
    set author_id = known.account_id
    from (
      select lower(author_email) as address, min(author_id) as account_id
      from pulse.commits
      where workspace_id = ${workspaceId}
        and author_id is not null
        and author_email like '%@%'
      group by lower(author_email)
      having min(author_id) = max(author_id)
    ) as known
    where made.repository_id = ${repositoryId}
      and made.author_id is null
      and lower(made.author_email) = known.address
    returning made.sha
  `.execute(tx);
  return tied.rows.length;
}

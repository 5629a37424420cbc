import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { markOffDefaultBranch } from "./save-commits.ts";
import type { SaveScope } from "./save-scope.ts";

/**
 * After the default branch has moved to `head`, with everything new stored: commits that cannot be reached from it are no longer part of
 * the branch, which was rewritten. Gives how many.
 */
export async function markUnreachable(tx: Tx, scope: SaveScope, head: string): Promise<number> {
  // A branch that only grew has one commit without a child, its head; walking the whole history is for the others.
  const tips = await sql<{ sha: string }>`
    select sha
    from pulse.commits
    where repository_id = ${scope.repositoryId}
      and is_on_default_branch
      and sha <> ${head}
    except
    select unnest(parent_shas)
    from pulse.commits
    where repository_id = ${scope.repositoryId}
      and is_on_default_branch
    limit 1
  `.execute(tx);
  if (tips.rows.length === 0) return 0;
  const gone = await sql<{ sha: string }>`
    with recursive reachable as (
      select ${head}::text as sha
      union
      select parent.sha
      from reachable
      join pulse.commits as child on child.repository_id = ${scope.repositoryId} and child.sha = reachable.sha
      cross join lateral unnest(child.parent_shas) as parent (sha)
    )
    select sha
    from pulse.commits
    where repository_id = ${scope.repositoryId}
      and is_on_default_branch
    except
    select sha
    from reachable
  `.execute(tx);
  return await markOffDefaultBranch(
    tx,
    scope,
    gone.rows.map((row) => row.sha),
  );
}

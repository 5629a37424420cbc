import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

/** A tag of a commit. */
export type TagRow = { readonly name: string; readonly sha: string; readonly taggedAt: string };

/** Saves tags by name. Tags not given stay: a clone may be without tags, and keeps those that were deleted on GitHub. */
export async function saveTags(tx: Tx, scope: SaveScope, rows: readonly TagRow[]): Promise<SaveCounts> {
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows)}::json) as row (name text, sha text, "taggedAt" timestamptz)
    ), saved as (
      insert into pulse.tags as tag (workspace_id, repository_id, name, sha, tagged_at, fetched_at)
      select ${scope.workspaceId}, ${scope.repositoryId}, name, sha, "taggedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by name
      on conflict (repository_id, name) do update set
        sha = excluded.sha,
        tagged_at = excluded.tagged_at,
        fetched_at = excluded.fetched_at
      where excluded.fetched_at >= tag.fetched_at
        and (excluded.sha, excluded.tagged_at) is distinct from (tag.sha, tag.tagged_at)
      returning name, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved using (name)
  `.execute(tx);
  return countSaved(saved.rows);
}

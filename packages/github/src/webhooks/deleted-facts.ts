import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "../save/save-scope.ts";

type DeletedKind = "issue_comment" | "review_comment" | "label" | "milestone" | "release";

/** Remembers that GitHub deleted something, so that an older delivery about it does not bring it back. */
export async function noteDeleted(
  tx: Tx,
  scope: SaveScope,
  fact: { readonly kind: DeletedKind; readonly githubId: number },
): Promise<void> {
  await sql`
    insert into pulse.deleted_facts (workspace_id, repository_id, kind, github_id, deleted_at)
    values (${scope.workspaceId}, ${scope.repositoryId}, ${fact.kind}, ${fact.githubId}, ${scope.fetchedAt}::timestamptz)
    on conflict (repository_id, kind, github_id) do nothing
  `.execute(tx);
}

/** Whether GitHub has told that this was deleted: its ids are never used again. */
export async function isDeleted(
  tx: Tx,
  scope: SaveScope,
  fact: { readonly kind: DeletedKind; readonly githubId: number },
): Promise<boolean> {
  const found = await sql<{ one: number }>`
    select 1 as one
    from pulse.deleted_facts
    where repository_id = ${scope.repositoryId}
      and kind = ${fact.kind}
      and github_id = ${fact.githubId}
  `.execute(tx);
  return found.rows.length > 0;
}

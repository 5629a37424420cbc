import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "../save/save-scope.ts";

export type StoredItem = {
  readonly id: number;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
};

/** The stored issue of a number, deleted ones too. */
export async function findIssue(tx: Tx, scope: SaveScope, number: number): Promise<StoredItem | null> {
  const found = await sql<StoredItem>`
    select id, updated_at, deleted_at
    from pulse.issues
    where repository_id = ${scope.repositoryId}
      and number = ${number}
  `.execute(tx);
  return found.rows[0] ?? null;
}

/** The stored pull request of a number, deleted ones too. */
export async function findPullRequest(tx: Tx, scope: SaveScope, number: number): Promise<StoredItem | null> {
  const found = await sql<StoredItem>`
    select id, updated_at, deleted_at
    from pulse.pull_requests
    where repository_id = ${scope.repositoryId}
      and number = ${number}
  `.execute(tx);
  return found.rows[0] ?? null;
}

/** The stored review that GitHub knows by this number. */
export async function findReview(tx: Tx, scope: SaveScope, githubId: number): Promise<number | null> {
  const found = await sql<{ id: number }>`
    select id
    from pulse.reviews
    where repository_id = ${scope.repositoryId}
      and github_id = ${githubId}
  `.execute(tx);
  return found.rows[0]?.id ?? null;
}

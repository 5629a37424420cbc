import { withService, type Db } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { SyncedRepositoryRow } from "./sync-context.ts";

/** The workspace's row of a repository that is to be read. Throws `not_found`. */
export async function getSyncedRepository(
  db: Db,
  input: { readonly workspaceId: number; readonly repositoryId: number },
): Promise<SyncedRepositoryRow> {
  const found = await withService(db, (tx) =>
    sql<SyncedRepositoryRow>`
      select id, workspace_id, owner, name, full_name, github_id, node_id, default_branch, backfill_from, visibility, access
      from pulse.repositories
      where workspace_id = ${input.workspaceId}
        and id = ${input.repositoryId}
    `.execute(tx),
  );
  const repository = found.rows[0];
  if (repository === undefined) {
    throw new AppError("not_found", "There is no such repository in this workspace. See: ./pulse repo list");
  }
  return repository;
}

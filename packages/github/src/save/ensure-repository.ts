import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { RepositoryName } from "./parse-repository-name.ts";
import type { SaveScope } from "./save-scope.ts";

export type SavedRepository = { readonly id: number; readonly fullName: string; readonly isNew: boolean };

/** The workspace's row of a repository, made when it is not there yet. An existing row is left as it is. */
export async function ensureRepository(
  tx: Tx,
  input: { readonly workspaceId: number; readonly repository: RepositoryName; readonly fetchedAt: string },
): Promise<SavedRepository> {
  const { workspaceId, repository } = input;
  const made = await sql<SavedRepository>`
    insert into pulse.repositories (workspace_id, owner, name, fetched_at)
    values (${workspaceId}, ${repository.owner}, ${repository.name}, ${input.fetchedAt}::timestamptz)
    on conflict (workspace_id, lower(owner), lower(name)) do nothing
    returning id, full_name, true as is_new
  `.execute(tx);
  const found =
    made.rows[0] ??
    (
      await sql<SavedRepository>`
        select id, full_name, false as is_new
        from pulse.repositories
        where workspace_id = ${workspaceId}
          and lower(owner) = lower(${repository.owner})
          and lower(name) = lower(${repository.name})
      `.execute(tx)
    ).rows[0];
  if (found === undefined) {
    throw new AppError("conflict", `${repository.fullName} was removed while it was being read. Try again`);
  }
  return found;
}

/** Notes the repository's default branch, unless it was read later than this reading. */
export async function saveDefaultBranch(tx: Tx, scope: SaveScope, name: string): Promise<void> {
  await sql`
    update pulse.repositories
    set default_branch = ${name}
    where id = ${scope.repositoryId}
      and default_branch is distinct from ${name}
      and (github_id is null or fetched_at <= ${scope.fetchedAt}::timestamptz)
  `.execute(tx);
}

import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

export type RepositoryRow = {
  readonly githubId: number;
  readonly nodeId: string | null;
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly defaultBranch: string | null;
  readonly visibility: "public" | "private" | "internal";
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly createdAt: string | null;
  readonly pushedAt: string | null;
  readonly updatedAt: string;
};

export type SavedRepositorySettings = {
  /** Null where it is still called as before. */
  readonly renamedFrom: string | null;
  readonly fullName: string;
  readonly isChanged: boolean;
};

type Stored = {
  readonly githubId: number | null;
  readonly fullName: string;
  readonly isNewer: boolean;
};

/**
 * Saves what a repository is called and how it is set. A new name is taken over, also where another row of the workspace still has it and GitHub
 * knows that one by another id. Throws `conflict` when GitHub's id says that this is another repository than the stored one, and when another
 * row of the workspace already is this repository.
 */
export async function saveRepository(tx: Tx, scope: SaveScope, row: RepositoryRow): Promise<SavedRepositorySettings> {
  const stored = await getStored(tx, scope, row);
  if (stored.githubId !== null && stored.githubId !== row.githubId) {
    throw new AppError(
      "conflict",
      `GitHub now gives the name ${row.owner}/${row.name} to another repository than the one stored as ${stored.fullName}. To forget the old one: ./pulse repo remove ${stored.fullName}. Then connect the new one: ./pulse repo connect ${row.owner}/${row.name}`,
      { details: { storedId: stored.githubId, githubId: row.githubId } },
    );
  }
  await refuseTwins(tx, scope, row);
  if (stored.isNewer) return { renamedFrom: null, fullName: stored.fullName, isChanged: false };
  const fullName = `${row.owner}/${row.name}`;
  if (stored.fullName !== fullName) await freeName(tx, scope, row);
  const changed = await sql<{ id: number }>`
    update pulse.repositories
    set github_id = ${row.githubId},
      node_id = coalesce(${row.nodeId}, node_id),
      owner = ${row.owner},
      name = ${row.name},
      description = ${row.description},
      default_branch = coalesce(${row.defaultBranch}, default_branch),
      visibility = ${row.visibility},
      is_archived = ${row.isArchived},
      is_fork = ${row.isFork},
      created_at = coalesce(${row.createdAt}::timestamptz, created_at),
      pushed_at = coalesce(${row.pushedAt}::timestamptz, pushed_at),
      deleted_at = null,
      updated_at = ${row.updatedAt}::timestamptz,
      fetched_at = ${scope.fetchedAt}::timestamptz
    where id = ${scope.repositoryId}
      and (
        github_id, coalesce(${row.nodeId}, node_id), owner, name, description,
        coalesce(${row.defaultBranch}, default_branch), visibility, is_archived, is_fork,
        coalesce(${row.createdAt}::timestamptz, created_at), coalesce(${row.pushedAt}::timestamptz, pushed_at),
        deleted_at, updated_at
      ) is distinct from (
        ${row.githubId}::bigint, node_id, ${row.owner}::text, ${row.name}::text, ${row.description}::text,
        default_branch, ${row.visibility}::text, ${row.isArchived}::boolean, ${row.isFork}::boolean,
        created_at, pushed_at, null::timestamptz, ${row.updatedAt}::timestamptz
      )
    returning id
  `.execute(tx);
  return {
    renamedFrom: stored.fullName === fullName ? null : stored.fullName,
    fullName,
    isChanged: changed.rows.length > 0,
  };
}

/** The workspace's row of a repository by GitHub's id, whatever it was called when it was last read. Null: there is none. */
export async function findRepositoryByGithubId(
  tx: Tx,
  input: { readonly workspaceId: number; readonly githubId: number },
): Promise<{ readonly id: number; readonly fullName: string } | null> {
  const found = await sql<{ id: number; fullName: string }>`
    select id, full_name
    from pulse.repositories
    where workspace_id = ${input.workspaceId}
      and github_id = ${input.githubId}
  `.execute(tx);
  return found.rows[0] ?? null;
}

async function getStored(tx: Tx, scope: SaveScope, row: RepositoryRow): Promise<Stored> {
  // Only a row that was read from GitHub has settings that can be newer: importing sets fetched_at alone.
  const found = await sql<Stored>`
    select
      github_id, full_name,
      github_id is not null
        and (updated_at, fetched_at) > (${row.updatedAt}::timestamptz, ${scope.fetchedAt}::timestamptz) as is_newer
    from pulse.repositories
    where workspace_id = ${scope.workspaceId}
      and id = ${scope.repositoryId}
    for update
  `.execute(tx);
  const stored = found.rows[0];
  if (stored === undefined)
    throw new AppError("not_found", `${row.owner}/${row.name} was removed while it was being read`);
  return stored;
}

async function refuseTwins(tx: Tx, scope: SaveScope, row: RepositoryRow): Promise<void> {
  const twin = await findRepositoryByGithubId(tx, { workspaceId: scope.workspaceId, githubId: row.githubId });
  if (twin === null || twin.id === scope.repositoryId) return;
  throw new AppError(
    "conflict",
    `${row.owner}/${row.name} is stored as ${twin.fullName} already, which was renamed since. Use that one`,
    { details: { repositoryId: twin.id } },
  );
}

/** A row that GitHub knows by another id was renamed itself, and is found by its id when it is read again; an import has nothing but its name. */
async function freeName(tx: Tx, scope: SaveScope, row: RepositoryRow): Promise<void> {
  const freed = await sql<{ githubId: number | null }>`
    update pulse.repositories
    set name = case when github_id is null then name else left(name, 60) || '.was-' || id end
    where workspace_id = ${scope.workspaceId}
      and id <> ${scope.repositoryId}
      and lower(owner) = lower(${row.owner})
      and lower(name) = lower(${row.name})
    returning github_id
  `.execute(tx);
  if (freed.rows.every((holder) => holder.githubId !== null)) return;
  throw new AppError(
    "conflict",
    `An import holds the name ${row.owner}/${row.name}, which GitHub has given to a repository that is stored under its old name. Remove one of the two`,
  );
}

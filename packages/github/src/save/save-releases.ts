import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type ReleaseRow = {
  readonly githubId: number;
  readonly nodeId: string | null;
  readonly tagName: string;
  readonly name: string | null;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  readonly authorId: number | null;
  readonly createdAt: string;
  readonly publishedAt: string | null;
  /** Answers of some years ago have none: their publication, else their creation, is the last that is known. */
  readonly updatedAt: string;
};

type Input = {
  readonly rows: readonly ReleaseRow[];
  /** True when the repository has no others: releases not given here are removed. */
  readonly isComplete: boolean;
};

/** Saves releases by GitHub's id. A row that is newer in the database stays as it is. */
export async function saveReleases(tx: Tx, scope: SaveScope, input: Input): Promise<SaveCounts> {
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        "githubId" bigint, "nodeId" text, "tagName" text, name text, "isDraft" boolean, "isPrerelease" boolean,
        "authorId" bigint, "createdAt" timestamptz, "publishedAt" timestamptz, "updatedAt" timestamptz
      )
    ), saved as (
      insert into pulse.releases as release (
        workspace_id, repository_id, github_id, node_id, tag_name, name, is_draft, is_prerelease, author_id, created_at,
        published_at, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "githubId", "nodeId", "tagName", name, "isDraft", "isPrerelease",
        "authorId", "createdAt", "publishedAt", "updatedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by "githubId"
      on conflict (repository_id, github_id) do update set
        node_id = coalesce(excluded.node_id, release.node_id),
        tag_name = excluded.tag_name,
        name = excluded.name,
        is_draft = excluded.is_draft,
        is_prerelease = excluded.is_prerelease,
        author_id = excluded.author_id,
        created_at = excluded.created_at,
        published_at = excluded.published_at,
        updated_at = excluded.updated_at,
        fetched_at = excluded.fetched_at
      where (excluded.updated_at, excluded.fetched_at)
          >= (coalesce(release.updated_at, '-infinity'), release.fetched_at)
        and (
          coalesce(excluded.node_id, release.node_id), excluded.tag_name, excluded.name, excluded.is_draft,
          excluded.is_prerelease, excluded.author_id, excluded.created_at, excluded.published_at, excluded.updated_at
        ) is distinct from (
          release.node_id, release.tag_name, release.name, release.is_draft, release.is_prerelease, release.author_id,
          release.created_at, release.published_at, release.updated_at
        )
      returning github_id, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved on saved.github_id = input."githubId"
  `.execute(tx);
  const removed = input.isComplete ? await removeOthers(tx, scope, input.rows) : 0;
  return { ...countSaved(saved.rows), removed };
}

/** Removes one release that GitHub says was deleted. Gives whether it was there. */
export async function removeRelease(tx: Tx, scope: SaveScope, githubId: number): Promise<boolean> {
  const removed = await sql<{ id: number }>`
    delete from pulse.releases
    where repository_id = ${scope.repositoryId}
      and github_id = ${githubId}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning id
  `.execute(tx);
  return removed.rows.length > 0;
}

async function removeOthers(tx: Tx, scope: SaveScope, rows: readonly ReleaseRow[]): Promise<number> {
  const removed = await sql<{ id: number }>`
    delete from pulse.releases
    where repository_id = ${scope.repositoryId}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
      and (github_id is null or github_id <> all(${rows.map((row) => row.githubId)}::bigint[]))
    returning id
  `.execute(tx);
  return removed.rows.length;
}

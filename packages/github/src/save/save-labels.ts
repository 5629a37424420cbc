import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type LabelRow = {
  readonly githubId?: number | null;
  readonly nodeId?: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly color: string | null;
};

/** Saves labels by name. With `isComplete` the repository has no others, and labels not given here are removed. */
export async function saveLabels(
  tx: Tx,
  scope: SaveScope,
  input: { readonly rows: readonly LabelRow[]; readonly isComplete: boolean },
): Promise<SaveCounts> {
  const removed = await removeOldLabels(tx, scope, input);
  const saved = await upsertLabels(tx, scope, input.rows);
  return { ...countSaved(saved), removed };
}

async function upsertLabels(
  tx: Tx,
  scope: SaveScope,
  rows: readonly LabelRow[],
): Promise<readonly { readonly isNew: boolean | null }[]> {
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as row ("githubId" bigint, "nodeId" text, name text, description text, color text)
    ), saved as (
      insert into pulse.labels as label
        (workspace_id, repository_id, github_id, node_id, name, description, color, fetched_at)
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "githubId", "nodeId", name, description, color,
        ${scope.fetchedAt}::timestamptz
      from input
      order by name
      on conflict (repository_id, name) do update set
        github_id = coalesce(excluded.github_id, label.github_id),
        node_id = coalesce(excluded.node_id, label.node_id),
        description = excluded.description,
        color = excluded.color,
        fetched_at = excluded.fetched_at
      where excluded.fetched_at >= label.fetched_at
        and (coalesce(excluded.github_id, label.github_id), coalesce(excluded.node_id, label.node_id), excluded.description, excluded.color)
          is distinct from (label.github_id, label.node_id, label.description, label.color)
      returning name, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved using (name)
  `.execute(tx);
  return saved.rows;
}

// A renamed label (same id, other name) goes as well: nothing refers to a label's row, items name their labels.
async function removeOldLabels(
  tx: Tx,
  scope: SaveScope,
  input: { readonly rows: readonly LabelRow[]; readonly isComplete: boolean },
): Promise<number> {
  const removed = await sql<{ name: string }>`
    delete from pulse.labels as label
    where label.repository_id = ${scope.repositoryId}
      and label.fetched_at <= ${scope.fetchedAt}::timestamptz
      and label.name <> all(${input.rows.map((row) => row.name)}::text[])
      and (
        ${input.isComplete}
        or label.github_id = any(${input.rows.map((row) => row.githubId ?? null)}::bigint[])
      )
    returning label.name
  `.execute(tx);
  return removed.rows.length;
}

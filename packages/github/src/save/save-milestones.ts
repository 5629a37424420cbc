import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SavedItems } from "./save-issues.ts";
import { countSaved, type SaveScope } from "./save-scope.ts";

export type MilestoneRow = {
  readonly number: number;
  readonly githubId: number | null;
  readonly nodeId: string | null;
  readonly title: string;
  readonly description: string | null;
  readonly state: "open" | "closed";
  readonly dueAt: string | null;
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly updatedAt: string;
};

type Input = {
  readonly rows: readonly MilestoneRow[];
  /** True when the repository has no others: milestones not given here are removed, and items keep none of them. */
  readonly isComplete: boolean;
};

/** Saves milestones by number. A row that is newer in the database stays as it is. */
export async function saveMilestones(tx: Tx, scope: SaveScope, input: Input): Promise<SavedItems> {
  const removed = input.isComplete ? await removeOthers(tx, scope, input.rows) : 0;
  const saved = await sql<{ number: number; id: number; isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        number integer, "githubId" bigint, "nodeId" text, title text, description text, state text,
        "dueAt" timestamptz, "createdAt" timestamptz, "closedAt" timestamptz, "updatedAt" timestamptz
      )
    ), saved as (
      insert into pulse.milestones as milestone (
        workspace_id, repository_id, github_id, node_id, number, title, description, state, due_at, created_at,
        closed_at, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "githubId", "nodeId", number, title, description, state, "dueAt",
        "createdAt", "closedAt", "updatedAt", ${scope.fetchedAt}::timestamptz
      from input
      order by number
      on conflict (repository_id, number) do update set
        github_id = coalesce(excluded.github_id, milestone.github_id),
        node_id = coalesce(excluded.node_id, milestone.node_id),
        title = excluded.title,
        description = excluded.description,
        state = excluded.state,
        due_at = excluded.due_at,
        created_at = excluded.created_at,
        closed_at = excluded.closed_at,
        updated_at = excluded.updated_at,
        fetched_at = excluded.fetched_at
      where (excluded.updated_at, excluded.fetched_at)
          >= (coalesce(milestone.updated_at, '-infinity'), milestone.fetched_at)
        and (
          coalesce(excluded.github_id, milestone.github_id), coalesce(excluded.node_id, milestone.node_id),
          excluded.title, excluded.description, excluded.state, excluded.due_at, excluded.created_at,
          excluded.closed_at, excluded.updated_at
        ) is distinct from (
          milestone.github_id, milestone.node_id, milestone.title, milestone.description, milestone.state,
          milestone.due_at, milestone.created_at, milestone.closed_at, milestone.updated_at
        )
      returning number, id, xmax = 0 as is_new
    )
    select input.number, coalesce(saved.id, milestone.id) as id, saved.is_new
    from input
    left join saved using (number)
    left join pulse.milestones as milestone
      on milestone.repository_id = ${scope.repositoryId} and milestone.number = input.number
  `.execute(tx);
  return {
    idByNumber: new Map(saved.rows.map((row) => [row.number, row.id])),
    counts: { ...countSaved(saved.rows), removed },
  };
}

/** Removes one milestone that GitHub says was deleted; items then have none. Gives whether it was there. */
export async function removeMilestone(tx: Tx, scope: SaveScope, number: number): Promise<boolean> {
  const removed = await sql<{ number: number }>`
    delete from pulse.milestones
    where repository_id = ${scope.repositoryId}
      and number = ${number}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
    returning number
  `.execute(tx);
  return removed.rows.length > 0;
}

async function removeOthers(tx: Tx, scope: SaveScope, rows: readonly MilestoneRow[]): Promise<number> {
  const removed = await sql<{ number: number }>`
    delete from pulse.milestones
    where repository_id = ${scope.repositoryId}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
      and number <> all(${rows.map((row) => row.number)}::integer[])
    returning number
  `.execute(tx);
  return removed.rows.length;
}

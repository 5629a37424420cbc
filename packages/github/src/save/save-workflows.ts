import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, noCounts, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type WorkflowRow = {
  readonly githubId: number;
  readonly nodeId: string | null;
  readonly name: string;
  readonly path: string | null;
  /** `active`, `disabled_manually`, `deleted`, …: whatever GitHub says. */
  readonly state: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
};

type Input = {
  readonly rows: readonly WorkflowRow[];
  /** True when the repository has no others: those not given here are marked as deleted, and keep their runs. */
  readonly isComplete: boolean;
};

/** Saves workflows by GitHub's id. A row that is newer in the database stays as it is. */
export async function saveWorkflows(tx: Tx, scope: SaveScope, input: Input): Promise<SaveCounts> {
  const saved = await sql<{ isNew: boolean | null }>`
    with input as materialized (
      select *
      from json_to_recordset(${JSON.stringify(input.rows)}::json) as row (
        "githubId" bigint, "nodeId" text, name text, path text, state text, "createdAt" timestamptz,
        "updatedAt" timestamptz
      )
    ), saved as (
      insert into pulse.workflows as workflow (
        workspace_id, repository_id, github_id, node_id, name, path, state, created_at, updated_at, fetched_at
      )
      select
        ${scope.workspaceId}, ${scope.repositoryId}, "githubId", "nodeId", name, path, state, "createdAt", "updatedAt",
        ${scope.fetchedAt}::timestamptz
      from input
      order by "githubId"
      on conflict (repository_id, github_id) do update set
        node_id = coalesce(excluded.node_id, workflow.node_id),
        name = excluded.name,
        path = coalesce(excluded.path, workflow.path),
        state = coalesce(excluded.state, workflow.state),
        created_at = coalesce(excluded.created_at, workflow.created_at),
        updated_at = coalesce(excluded.updated_at, workflow.updated_at),
        fetched_at = excluded.fetched_at
      where (coalesce(excluded.updated_at, '-infinity'), excluded.fetched_at)
          >= (coalesce(workflow.updated_at, '-infinity'), workflow.fetched_at)
        and (
          coalesce(excluded.node_id, workflow.node_id), excluded.name, coalesce(excluded.path, workflow.path),
          coalesce(excluded.state, workflow.state), coalesce(excluded.created_at, workflow.created_at),
          coalesce(excluded.updated_at, workflow.updated_at)
        ) is distinct from (
          workflow.node_id, workflow.name, workflow.path, workflow.state, workflow.created_at, workflow.updated_at
        )
      returning github_id, xmax = 0 as is_new
    )
    select saved.is_new
    from input
    left join saved on saved.github_id = input."githubId"
  `.execute(tx);
  const removed = input.isComplete ? await markOthersDeleted(tx, scope, input.rows) : 0;
  return { ...countSaved(saved.rows), removed };
}

/** Makes a row for each workflow that only a run names: GitHub lists no deleted ones, and webhooks come before the first list. */
export async function ensureWorkflows(
  tx: Tx,
  scope: SaveScope,
  named: readonly { readonly githubId: number; readonly name: string | null; readonly path: string | null }[],
): Promise<SaveCounts> {
  const byId = new Map(named.map((workflow) => [workflow.githubId, workflow]));
  if (byId.size === 0) return noCounts;
  const made = await sql<{ isNew: boolean }>`
    insert into pulse.workflows (workspace_id, repository_id, github_id, name, path, fetched_at)
    select
      ${scope.workspaceId}, ${scope.repositoryId}, "githubId",
      coalesce(nullif(name, ''), path, 'Workflow ' || "githubId"), path, ${scope.fetchedAt}::timestamptz
    from json_to_recordset(${JSON.stringify([...byId.values()])}::json) as row ("githubId" bigint, name text, path text)
    order by "githubId"
    on conflict (repository_id, github_id) do nothing
    returning true as is_new
  `.execute(tx);
  return { ...noCounts, added: made.rows.length };
}

async function markOthersDeleted(tx: Tx, scope: SaveScope, rows: readonly WorkflowRow[]): Promise<number> {
  const marked = await sql<{ id: number }>`
    update pulse.workflows
    set state = 'deleted',
      fetched_at = ${scope.fetchedAt}::timestamptz
    where repository_id = ${scope.repositoryId}
      and fetched_at <= ${scope.fetchedAt}::timestamptz
      and state is distinct from 'deleted'
      and github_id <> all(${rows.map((row) => row.githubId)}::bigint[])
    returning id
  `.execute(tx);
  return marked.rows.length;
}

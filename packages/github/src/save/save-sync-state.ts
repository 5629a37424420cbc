import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";

export type SyncKind =
  | "repository"
  | "issues"
  | "issue_comments"
  | "pull_requests"
  | "pull_request_commits"
  | "pull_request_files"
  | "reviews"
  | "review_comments"
  | "review_requests"
  | "timeline_events"
  | "labels"
  | "milestones"
  | "commits"
  | "tags"
  | "releases"
  | "workflows"
  | "workflow_runs"
  | "workflow_jobs"
  | "deployments"
  /** Has cursors and counts, but no coverage of its own: deployments are known with it. */
  | "deployment_statuses"
  | "teams"
  | "repository_days";

type Coverage = {
  readonly kinds: readonly SyncKind[];
  readonly source: "archive" | "git" | "sync";
  /** Null: from the repository's beginning. */
  readonly coveredFrom: string | null;
  readonly coveredTo: string;
};

/** Notes how far some kinds of facts are known. Coverage only grows: an older read of less changes nothing. */
export async function saveSyncState(tx: Tx, scope: SaveScope, coverage: Coverage): Promise<void> {
  await sql`
    insert into pulse.sync_state as state (workspace_id, repository_id, kind, source, covered_from, covered_to, fetched_at)
    select
      ${scope.workspaceId}, ${scope.repositoryId}, kind, ${coverage.source},
      ${coverage.coveredFrom}::timestamptz, ${coverage.coveredTo}::timestamptz, ${scope.fetchedAt}::timestamptz
    from unnest(${coverage.kinds}::text[]) as kind
    order by kind
    on conflict (repository_id, kind) do update set
      source = excluded.source,
      covered_from = case
        when state.covered_from is null or excluded.covered_from is null then null
        else least(state.covered_from, excluded.covered_from)
      end,
      covered_to = excluded.covered_to,
      fetched_at = excluded.fetched_at
    where excluded.covered_to >= state.covered_to
  `.execute(tx);
}

/** True when every one of these kinds has been read at a later time than `instant`. */
export async function isCoveredBeyond(
  tx: Tx,
  input: { readonly repositoryId: number; readonly kinds: readonly SyncKind[]; readonly instant: string },
): Promise<boolean> {
  const found = await sql<{ beyond: number }>`
    select count(*) as beyond
    from pulse.sync_state
    where repository_id = ${input.repositoryId}
      and kind = any(${input.kinds}::text[])
      and covered_to > ${input.instant}::timestamptz
  `.execute(tx);
  return found.rows[0]?.beyond === input.kinds.length;
}

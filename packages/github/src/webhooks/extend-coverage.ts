import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SyncKind } from "../save/save-sync-state.ts";

// What hooks tell wholly. A push lacks the parents of its commits, and a pull request its files: those are known when sync has read them.
const toldKinds: readonly SyncKind[] = [
  "deployments",
  "issue_comments",
  "issues",
  "labels",
  "milestones",
  "pull_requests",
  "releases",
  "review_comments",
  "review_requests",
  "reviews",
  "timeline_events",
  "workflow_jobs",
  "workflow_runs",
  "workflows",
];

/**
 * Notes that repositories are known up to the moment of a delivery: numbers end where knowledge does, so without this a tile would move with the
 * next sync only. Where sync has not come by for two hours (it comes once an hour even when nothing happens), a delivery proves nothing of what
 * came before it.
 */
export async function extendCoverage(tx: Tx, reached: ReadonlyMap<number, string>): Promise<void> {
  if (reached.size === 0) return;
  await sql`
    update pulse.sync_state as state
    set covered_to = reached.at
    from unnest(${[...reached.keys()]}::bigint[], ${[...reached.values()]}::timestamptz[]) as reached (repository_id, at)
    where state.repository_id = reached.repository_id
      and state.kind = any(${toldKinds}::text[])
      and state.source = 'sync'
      and state.covered_to < reached.at
      and state.fetched_at > reached.at - interval '2 hours'
  `.execute(tx);
}

import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "../save/save-scope.ts";
import type { SyncKind } from "../save/save-sync-state.ts";

type Coverage = {
  readonly kinds: readonly SyncKind[];
  /** Null: from the repository's beginning. */
  readonly from: Date | null;
  readonly to: Date;
};

/**
 * Notes what is now known of these kinds without a hole. What was known before (an archive of years ago) is joined on where the two meet;
 * where a gap lies between them, only the newer part counts until the gap is read.
 */
export async function saveCoverage(tx: Tx, scope: SaveScope, coverage: Coverage): Promise<void> {
  await sql`
    insert into pulse.sync_state as state (workspace_id, repository_id, kind, source, covered_from, covered_to, fetched_at)
    select
      ${scope.workspaceId}, ${scope.repositoryId}, kind, 'sync', ${coverage.from}::timestamptz,
      ${coverage.to}::timestamptz, ${scope.fetchedAt}::timestamptz
    from unnest(${coverage.kinds}::text[]) as kind
    order by kind
    on conflict (repository_id, kind) do update set
      source = 'sync',
      covered_from = case
        when excluded.covered_from is null then null
        when state.covered_to < excluded.covered_from then excluded.covered_from
        when state.covered_from is null then null
        else least(state.covered_from, excluded.covered_from)
      end,
      covered_to = greatest(state.covered_to, excluded.covered_to),
      fetched_at = greatest(state.fetched_at, excluded.fetched_at)
  `.execute(tx);
}

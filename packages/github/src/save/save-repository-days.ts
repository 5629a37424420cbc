import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { countSaved, type SaveCounts, type SaveScope } from "./save-scope.ts";

export type RepositoryDayRow = {
  readonly stars: number;
  readonly forks: number;
  /** Who subscribed; REST's `subscribers_count`, for its `watchers_count` means the stars. */
  readonly watchers: number | null;
};

/** Notes how much the repository was liked on the day of this reading, as the workspace cuts days; the day's last reading counts. */
export async function saveRepositoryDay(tx: Tx, scope: SaveScope, row: RepositoryDayRow): Promise<SaveCounts> {
  const saved = await sql<{ isNew: boolean }>`
    insert into pulse.repository_days as day (
      workspace_id, repository_id, day_on, stars, forks, watchers, fetched_at
    )
    select
      workspace.id, ${scope.repositoryId}, (${scope.fetchedAt}::timestamptz at time zone workspace.time_zone)::date,
      ${row.stars}, ${row.forks}, ${row.watchers}::integer, ${scope.fetchedAt}::timestamptz
    from pulse.workspaces as workspace
    where workspace.id = ${scope.workspaceId}
    on conflict (repository_id, day_on) do update set
      stars = excluded.stars,
      forks = excluded.forks,
      watchers = coalesce(excluded.watchers, day.watchers),
      fetched_at = excluded.fetched_at
    where excluded.fetched_at >= day.fetched_at
      and (excluded.stars, excluded.forks, coalesce(excluded.watchers, day.watchers))
        is distinct from (day.stars, day.forks, day.watchers)
    returning xmax = 0 as is_new
  `.execute(tx);
  return countSaved([saved.rows[0] ?? { isNew: null }]);
}

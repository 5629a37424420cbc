import { sql } from "kysely";

import type { Expression, Metric } from "../metric.ts";

// A count holds from the sync that read it until the next one.
const view = sql`(
  select
    read.workspace_id,
    read.repository_id,
    null::bigint as author_id,
    null::text as author_login,
    false as is_bot,
    '{}'::text[] as label_names,
    read.stars,
    read.forks,
    read.watchers,
    read.fetched_at,
    lead(read.fetched_at) over (partition by read.repository_id order by read.day_on) as replaced_at
  from pulse.repository_days as read
)`;

type DailyInput = Pick<Metric, "id" | "title" | "definition"> & { readonly count: Expression };

/** A count that GitHub only tells for now: as the last sync before the end of the window, or of each day, read it. */
export function dailyCount({ count, ...rest }: DailyInput): Metric {
  return {
    ...rest,
    unit: "count",
    direction: "up",
    source: { item: "sync", view, actedAt: null, details: {} },
    needs: ["repository_days"],
    membership: { kind: "state", opened: sql`item.fetched_at`, closed: sql`item.replaced_at` },
    measure: count,
    value: { value: { of: (measure) => sql`sum(${measure})`, whenEmpty: null } },
    splits: ["day", "week", "month", "repository"],
    itemValue: null,
  };
}

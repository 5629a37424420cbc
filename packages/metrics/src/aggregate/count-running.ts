import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { Membership } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";
import type { GroupRows } from "./group-row.ts";
import { isCounted, viewOf } from "./item-conditions.ts";
import { seriesEnds } from "./moments.ts";
import { scopeRows } from "./scope-rows.ts";

type RunningInput = GroupInput & { readonly membership: Extract<Membership, { kind: "span" | "state" | "now" }> };

/**
 * How many items were open at the end of each period: a running sum of openings and closings, so that each item is looked at once, however
 * many periods there are. What is open then is as `isOpenAt` says: an opening or closing counts from the first end that lies after it, and
 * none beyond a repository's `as_of`. Before a repository is known, nothing of it counts.
 */
export async function countRunning(tx: Tx, input: RunningInput): Promise<readonly GroupRows[]> {
  const { metrics, scope, reach, membership } = input;
  const whole = { ...input, metric: metrics[0] };
  const { opened, closed } = membership;
  const found = await sql<{ readonly key: string; readonly n: number }>`
    with
    scope as (${scopeRows(reach)}),
    period as materialized (
      select part.key, part.ends_at, row_number() over () - 1 as place
      from (${seriesEnds(input)}) as part
    ),
    ending as materialized (select array_agg(ends_at order by place) as ends from period),
    reached as materialized (
      select scope.repository_id, scope.cut_at, width_bucket(scope.known_from, ending.ends) as first_place
      from scope
      cross join ending
      where scope.cut_at > ${scope.from.at}
        and (scope.known_from is null or scope.known_from < scope.cut_at)
    ),
    change as (
      select greatest(width_bucket(change.at, (select ends from ending)), reached.first_place) as place, sum(change.by) as by
      from ${viewOf(whole)} as item
      join reached on reached.repository_id = item.repository_id
      cross join lateral (values (${opened}, 1), (greatest(${opened}, ${closed}), case when ${closed} is null then 0 else -1 end)) as change (at, by)
      where ${isCounted(whole)}
        and (${closed} is null or ${closed} >= ${scope.from.at})
        and ${opened} < ${(reach.end ?? scope.to).at}
        and change.at < reached.cut_at
      group by 1
    )
    select period.key, (sum(coalesce(change.by, 0)) over (order by period.place))::integer as n
    from period
    left join change on change.place = period.place
    order by period.place
  `.execute(tx);
  return found.rows.map(({ key, n }) => ({
    part: "series",
    key,
    figures: metrics.map(() => ({ n, excluded: 0, value: { value: n }, beside: {} })),
  }));
}

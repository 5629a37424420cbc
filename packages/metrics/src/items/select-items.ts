import { sql } from "kysely";

import { momentEnd, momentNow } from "../aggregate/moments.ts";
import { scopeRows } from "../aggregate/scope-rows.ts";
import type { Expression, Metric } from "../metric.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach } from "../scope/reach.ts";

export type SelectInput = {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly reach: Reach;
  readonly filter: Expression;
};

/**
 * The common tables `scope`, `moment` and `found`: every item of the list that came into the window, bots too,
 * with its value and the reason why it is not in the number (null when it is).
 */
export function foundItems({ metric, scope, reach, filter }: SelectInput): Expression {
  const { membership } = metric;
  const isIn =
    membership.kind === "event"
      ? sql`${membership.at} >= ${scope.from.at} and ${membership.at} < ${scope.to.at} and ${membership.at} < moment.at`
      : sql`${membership.opened} < moment.at and (${membership.closed} is null or ${membership.closed} >= moment.at)`;
  return sql`
    scope as (${scopeRows(reach)}),
    moment as (${membership.kind === "now" ? momentNow : momentEnd({ scope, reach })}),
    found as materialized (
      select
        item.repository_id,
        item.id,
        item.number,
        ${membership.kind === "event" ? membership.at : membership.opened} as at,
        (${metric.itemValue?.of ?? sql`null`})::double precision as value,
        case ${sql.join(reasonsOf(metric), sql` `)} end as reason
      from ${metric.source.view} as item
      join moment on moment.repository_id = item.repository_id
      where item.workspace_id = ${scope.workspaceId}
        and item.repository_id = any (${reach.repositories.map((repository) => repository.id)}::bigint[])
        and ${isIn}
        and ${metric.only ?? sql`true`}
        and ${filter}
    )
  `;
}

/** A bot is left out before anything else is asked; a missing measure that no reason explains is still no part of the number. */
function reasonsOf(metric: Metric): readonly Expression[] {
  return [
    sql`when item.is_bot then 'bot'`,
    ...(metric.leftOut ?? []).map(({ reason, when }) => sql`when ${when} then ${sql.lit(reason)}`),
    sql`when (${metric.measure}) < 0 then 'negative'`,
    sql`when (${metric.measure}) is null then 'unknown'`,
  ];
}

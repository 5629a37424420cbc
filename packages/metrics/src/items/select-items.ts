import { sql } from "kysely";

import { isNear, isOpenAt } from "../aggregate/is-open-at.ts";
import { itemColumns } from "../aggregate/item-columns.ts";
import { isInScope, viewOf } from "../aggregate/item-conditions.ts";
import { momentEnd, momentNow } from "../aggregate/moments.ts";
import { scopeRows } from "../aggregate/scope-rows.ts";
import type { Expression, Membership, Metric } from "../metric.ts";
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
  const value = metric.itemValue?.of ?? sql`null`;
  const [at, reasons] = [instantOf(membership, scope), sql.join(reasonsOf(metric), sql` `)];
  const conditions = sql`${isInScope({ metric, scope, reach })} and ${isIn(membership, scope)} and ${filter}`;
  const key = sql`item.repository_id, item.id, item.number`;
  return sql`
    scope as (${scopeRows(reach)}),
    moment as (${membership.kind === "now" ? momentNow : momentEnd({ scope, reach })}),
    found as materialized (
      select ${key}, ${at} as at, (${value})::double precision as value, case ${reasons} end as reason
      -- The offset keeps each column computed once per item, however often it is spoken of.
      from (
        select ${itemColumns([key, at, value, reasons, conditions])}
        from ${viewOf({ metric, scope, reach })} as item
        where item.repository_id = any (${reach.repositories.map(({ id }) => id)}::bigint[])
          and ${isNearby(membership, { scope, reach })}
        offset 0
      ) as item
      join scope on scope.repository_id = item.repository_id
      join moment on moment.repository_id = item.repository_id
      where ${conditions}
    )
  `;
}

/** Says nothing new beside `isIn`, but needs no moment, so that no more items are looked at than may belong to the list. */
function isNearby(membership: Membership, { scope, reach }: Pick<SelectInput, "reach" | "scope">): Expression {
  const isInWindow = (at: Expression) => sql`${at} >= ${scope.from.at} and ${at} < ${scope.to.at}`;
  switch (membership.kind) {
    case "event":
      return isInWindow(membership.at);
    case "flow":
      return sql`(${isInWindow(membership.opened)} or ${isInWindow(membership.closed)})`;
    case "span":
    case "state":
    case "now":
      return isNear(membership, { scope, reach });
  }
}

function isIn(membership: Membership, scope: Scope): Expression {
  const isInWindow = (at: Expression) =>
    sql`${at} >= ${scope.from.at} and ${at} < ${scope.to.at} and ${at} < moment.at`;
  switch (membership.kind) {
    case "event":
      return isInWindow(membership.at);
    case "flow":
      return sql`(${isInWindow(membership.opened)} or ${isInWindow(membership.closed)})`;
    case "span":
    case "state":
    case "now":
      return isOpenAt(membership);
  }
}

/** What put an item into the window. Of two, the last: the closing when it lies in the window as well. */
function instantOf(membership: Membership, scope: Scope): Expression {
  if (membership.kind === "event") return membership.at;
  if (membership.kind !== "flow") return membership.opened;
  const { opened, closed } = membership;
  return sql`case when ${closed} < ${scope.to.at} and ${closed} < moment.at then ${closed} else ${opened} end`;
}

/** A bot is left out before anything else is asked; a missing measure that no reason explains is still no part of the number. */
function reasonsOf(metric: Metric): readonly Expression[] {
  return [
    sql`when item.is_bot then 'bot'`,
    ...(metric.leftOut ?? []).map(({ reason, when }) => sql`when ${when} then ${sql.lit(reason)}`),
    // What flows has no measure of its own: it came in, or went out.
    ...(metric.membership.kind === "flow"
      ? []
      : [sql`when (${metric.measure}) < 0 then 'negative'`, sql`when (${metric.measure}) is null then 'unknown'`]),
  ];
}

import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Scope } from "../scope/load-scope.ts";

/**
 * The rows `key` under which an item stands in a series: one, or one per label or group. Null is a ghost, no label, or no group.
 * Days, weeks and months are their first day: dates are sorted faster than text.
 */
export function splitKeys(split: Split, { at, scope }: { readonly at: Expression; readonly scope: Scope }): Expression {
  const wall = sql`${at} at time zone ${scope.timeZone}`;
  switch (split) {
    case "day":
      return sql`select (${wall})::date`;
    case "week":
      return scope.weekShift === 0
        ? sql`select date_trunc('week', ${wall})::date`
        : sql`select date_trunc('week', ${wall} + make_interval(days => ${scope.weekShift}))::date - ${scope.weekShift}::integer`;
    case "month":
      return sql`select date_trunc('month', ${wall})::date`;
    case "author":
      return sql`select item.author_login`;
    case "workflow":
      return sql`select item.workflow_name`;
    case "repository":
      return sql`select item.full_name`;
    case "label":
      return sql`select unnest(case when item.label_names = '{}' then array[null] else item.label_names end)`;
    case "label_group":
      return groupKeys(scope);
  }
}

export function isByTime(split: Split): boolean {
  return split === "day" || split === "week" || split === "month";
}

/** A key of `splitKeys` as answers have it. */
export function writeKey(split: Split, key: Expression): Expression {
  switch (split) {
    case "day":
    case "week":
      return sql`to_char(${key}, 'YYYY-MM-DD')`;
    case "month":
      return sql`to_char(${key}, 'YYYY-MM')`;
    case "author":
    case "workflow":
    case "repository":
    case "label":
    case "label_group":
      return key;
  }
}

function groupKeys({ labelGroups }: Scope): Expression {
  const pairs = labelGroups.flatMap(({ name, patterns }) => patterns.map((pattern) => ({ name, pattern })));
  return sql`
    select unnest(case when names = '{}' then array[null] else names end)
    from (
      select array(
        select distinct pair.name
        from unnest(${pairs.map(({ name }) => name)}::text[], ${pairs.map(({ pattern }) => pattern)}::text[]) as pair (name, pattern)
        join unnest(item.label_names) as label (name)
          on lower(label.name) like pair.pattern
      ) as names
    ) as found
  `;
}

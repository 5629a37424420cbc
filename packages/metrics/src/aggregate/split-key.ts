import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Scope } from "../scope/load-scope.ts";

/** The rows `key` under which an item stands in a series: one, or one per label or group. Null is a ghost, no label, or no group. */
export function splitKeys(split: Split, { at, scope }: { readonly at: Expression; readonly scope: Scope }): Expression {
  const wall = sql`${at} at time zone ${scope.timeZone}`;
  switch (split) {
    case "day":
      return sql`select to_char(${wall}, 'YYYY-MM-DD')`;
    case "week":
      return sql`select to_char(date_trunc('week', ${wall}), 'YYYY-MM-DD')`;
    case "month":
      return sql`select to_char(${wall}, 'YYYY-MM')`;
    case "author":
      return sql`select item.author_login`;
    case "repository":
      return sql`select item.full_name`;
    case "label":
      return sql`select unnest(case when item.label_names = '{}' then array[null] else item.label_names end)`;
    case "label_group":
      return groupKeys(scope);
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

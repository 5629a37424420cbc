import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import type { Split } from "../query.ts";

/** The rows `key` under which an item stands in a series: one, or one per label. Null is a ghost, or no label. */
export function splitKeys(split: Split, input: { readonly at: Expression; readonly timeZone: string }): Expression {
  const wall = sql`${input.at} at time zone ${input.timeZone}`;
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
  }
}

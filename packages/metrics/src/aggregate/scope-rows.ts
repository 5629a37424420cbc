import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import type { Reach } from "../scope/reach.ts";

/** The repositories that a metric can look at, as rows: repository_id, full_name, known_from (null: the beginning) and cut_at. */
export function scopeRows({ repositories }: Reach): Expression {
  return sql`
    select repository_id, full_name, known_from, cut_at
    from unnest(
      ${repositories.map((repository) => repository.id)}::bigint[],
      ${repositories.map((repository) => repository.fullName)}::text[],
      ${repositories.map((repository) => repository.from?.at ?? null)}::timestamptz[],
      ${repositories.map((repository) => repository.cut.at)}::timestamptz[]
    ) as reached (repository_id, full_name, known_from, cut_at)
  `;
}

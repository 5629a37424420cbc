import { keptPlan } from "@pulse/db";
import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import { mostForOnePlan } from "../scope/most-for-one-plan.ts";
import type { Reach } from "../scope/reach.ts";

/**
 * The repositories that a metric can look at, as rows: repository_id, full_name, known_from (null: the beginning) and cut_at. Of few, the plan
 * of the statement is kept.
 */
export function scopeRows({ repositories }: Reach): Expression {
  return sql`
    ${repositories.length <= mostForOnePlan ? keptPlan : sql``}
    select repository_id, full_name, known_from, cut_at
    from unnest(
      ${repositories.map((repository) => repository.id)}::bigint[],
      ${repositories.map((repository) => repository.fullName)}::text[],
      ${repositories.map((repository) => repository.from?.at ?? null)}::timestamptz[],
      ${repositories.map((repository) => repository.cut.at)}::timestamptz[]
    ) as reached (repository_id, full_name, known_from, cut_at)
  `;
}

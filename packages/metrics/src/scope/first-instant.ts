import { sql } from "kysely";

import type { Expression } from "../metric.ts";

/**
 * The first instant at which clocks in the zone show a time. Where they go back over midnight (Azores, Havana) a day has two midnights
 * and begins at the first; `at time zone` alone gives the second. A time that clocks jump over becomes the instant of the jump.
 */
export function firstInstant(wall: Expression, zone: Expression): Expression {
  const last = sql`(${wall} at time zone ${zone})`;
  const anHourBefore = sql`(${last} - interval '1 hour')`;
  return sql`(case when ${anHourBefore} at time zone ${zone} = ${wall} then ${anHourBefore} else ${last} end)`;
}

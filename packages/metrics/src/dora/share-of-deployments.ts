import { sql } from "kysely";

import type { Aggregate } from "../metric.ts";

/** The share of deployments of which a part, in whatever repository, has the measure 1. */
export const shareOfDeployments: Aggregate = {
  of: (measure) => sql`
    count(distinct item.thing) filter (where ${measure} = 1)::double precision
    / nullif(count(distinct item.thing), 0)
  `,
  whenEmpty: null,
};

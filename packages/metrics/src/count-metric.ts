import { sql } from "kysely";

import { count } from "./aggregates.ts";
import type { Expression, Metric } from "./metric.ts";

type CountInput = Pick<
  Metric,
  "id" | "title" | "definition" | "direction" | "source" | "needs" | "only" | "filters"
> & {
  readonly at: Expression;
};

/** A metric that counts the items whose instant lies in the window. */
export function countMetric({ at, ...rest }: CountInput): Metric {
  return {
    ...rest,
    unit: "count",
    membership: { kind: "event", at },
    measure: sql`1`,
    value: { value: count },
    itemValue: null,
  };
}

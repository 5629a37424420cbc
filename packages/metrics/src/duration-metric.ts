import { sql } from "kysely";

import { spread } from "./aggregates.ts";
import type { Expression, Metric } from "./metric.ts";

type Named = Pick<
  Metric,
  "id" | "title" | "definition" | "direction" | "source" | "needs" | "only" | "leftOut" | "beside"
>;

type DurationInput = Named & { readonly at: Expression; readonly seconds: Expression };

/** A metric that gives p50, p75 and p90 of a time in seconds, over the items whose instant `at` lies in the window. */
export function durationMetric({ at, seconds, ...rest }: DurationInput): Metric {
  return {
    ...rest,
    unit: "seconds",
    membership: { kind: "event", at },
    measure: seconds,
    value: spread,
    itemValue: { of: seconds, unit: "seconds" },
  };
}

/** Not `extract`, which goes by way of numeric and takes three times as long. */
export function secondsBetween(from: Expression, to: Expression): Expression {
  return sql`date_part('epoch', ${to} - ${from})`;
}

import type { Tx } from "@pulse/db";

import type { MetricAnswer } from "./answer/metric-answer.ts";
import { writeInstant } from "./answer/write-instant.ts";
import { getMetric } from "./catalogue.ts";
import type { Question } from "./query.ts";
import { loadScope } from "./scope/load-scope.ts";
import { reachOf } from "./scope/reach.ts";

/** The window that an answer would be about. */
export type WindowDescription = Pick<MetricAnswer, "from" | "to" | "to_is" | "time_zone" | "as_of" | "coverage">;

/** Settles a window as `computeMetric` does, without computing anything. Throws as it does. */
export async function describeWindow(
  tx: Tx,
  query: Question & { readonly metric: string },
): Promise<WindowDescription> {
  const { needs } = getMetric(query.metric);
  const scope = await loadScope(tx, query, { kinds: needs, splits: [] });
  const { asOf, coverage } = reachOf(scope, needs);
  return {
    from: writeInstant(scope.from.at),
    to: writeInstant(scope.to.at),
    to_is: scope.toIs,
    time_zone: scope.timeZone,
    as_of: asOf,
    coverage,
  };
}

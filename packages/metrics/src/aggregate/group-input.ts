import type { Metric } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Period } from "../scope/periods.ts";
import type { Reach } from "../scope/reach.ts";

/** What is grouped: one metric over what can be seen of its scope. `periods` are those of a split by time, else none. */
export type GroupInput = {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly reach: Reach;
  readonly split: Split | null;
  readonly periods: readonly Period[];
};

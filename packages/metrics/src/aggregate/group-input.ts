import type { Metric } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Period } from "../scope/periods.ts";
import type { Reach } from "../scope/reach.ts";

/** What is grouped over what can be seen of a scope. `periods` are those of a split by time, else none. */
export type GroupInput = {
  /** Of the same items, which are read once for all of them; see `isOfSameItems`. */
  readonly metrics: readonly [Metric, ...Metric[]];
  readonly scope: Scope;
  readonly reach: Reach;
  readonly split: Split | null;
  readonly periods: readonly Period[];
};

/**
 * Whether two metrics look at the very same items, whatever they measure of each. Expressions are compared as the objects that they are:
 * metrics that are to be read together share them.
 */
export function isOfSameItems(a: Metric, b: Metric): boolean {
  return (
    a.source.view === b.source.view &&
    a.only === b.only &&
    a.thing === b.thing &&
    a.weight === b.weight &&
    a.isFirst === b.isFirst &&
    a.isRunning === b.isRunning &&
    isSameMembership(a, b)
  );
}

function isSameMembership({ membership: a }: Metric, { membership: b }: Metric): boolean {
  if (a.kind === "event" || b.kind === "event") return a.kind === "event" && b.kind === "event" && a.at === b.at;
  return a.kind === b.kind && a.opened === b.opened && a.closed === b.closed;
}

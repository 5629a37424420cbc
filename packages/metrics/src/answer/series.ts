import type { GroupRow } from "../aggregate/group-row.ts";
import type { Metric, Stretch } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Period } from "../scope/periods.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach, ReachedRepository } from "../scope/reach.ts";
import { byCodePoint } from "./by-code-point.ts";
import { figuresOf, unknownFigures } from "./figures.ts";
import type { SeriesEntry } from "./metric-answer.ts";

const weekMs = 7 * 86_400_000;

type SeriesInput = {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly split: Split;
  readonly groups: readonly GroupRow[];
  readonly periods: readonly Period[];
  readonly reach: Reach;
  readonly window: Stretch;
};

/**
 * By time: every period that begins before `as_of`, in order. By repository: every one asked for. By author, label or
 * workflow: those that have an item. By label group: every one that is saved. Names are in code point order, never by size, and the one without a name comes first.
 */
export function seriesOf(input: SeriesInput): readonly SeriesEntry[] {
  const { metric, scope, split, groups, periods, reach, window } = input;
  const byKey = new Map(groups.filter((group) => group.part === "series").map((group) => [group.key, group]));
  if (split === "author" || split === "label" || split === "label_group" || split === "workflow") {
    const isAnySeen = reach.repositories.some((each) => isWindowSeen(input, each));
    const saved = isAnySeen ? scope.labelGroups.map(({ name }) => name) : [];
    const keys = split === "label_group" ? new Set([...byKey.keys(), ...saved]) : byKey.keys();
    return [...keys].toSorted(byCodePoint).map((key) => ({ key, ...figuresOf(metric, byKey.get(key), window) }));
  }
  if (split === "repository") {
    const seen = new Set(
      reach.repositories.filter((each) => isWindowSeen(input, each)).map(({ fullName }) => fullName),
    );
    return scope.repositories.map(({ fullName: key }) => ({
      key,
      ...(seen.has(key) ? figuresOf(metric, byKey.get(key), window) : unknownFigures(metric)),
    }));
  }
  return periods.map((period) => ({
    key: period.key,
    ...(isSeen(reach, period)
      ? figuresOf(metric, byKey.get(period.key), {
          weeks: (period.endMs - period.startMs) / weekMs,
          endMs: period.endMs,
        })
      : unknownFigures(metric)),
  }));
}

/** An entry by repository says what the repository alone would: nothing when the window lies beyond what is known of it. */
function isWindowSeen({ metric, scope }: SeriesInput, { from, cut }: ReachedRepository): boolean {
  if (metric.membership.kind === "now") return true;
  return cut.at > scope.from.at && (from === null || from.at < scope.to.at);
}

function isSeen(reach: Reach, period: Period): boolean {
  return reach.repositories.some(
    ({ from, cut }) => cut.wallMs > period.startMs && (from === null || from.wallMs < period.endMs),
  );
}

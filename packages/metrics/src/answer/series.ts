import type { GroupRow } from "../aggregate/group-row.ts";
import type { Metric } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Period } from "../scope/periods.ts";
import type { Reach } from "../scope/reach.ts";
import { figuresOf, unknownFigures } from "./figures.ts";
import type { SeriesEntry } from "./metric-answer.ts";

const weekMs = 7 * 86_400_000;

type SeriesInput = {
  readonly metric: Metric;
  readonly split: Split;
  readonly groups: readonly GroupRow[];
  readonly periods: readonly Period[];
  readonly reach: Reach;
  readonly windowWeeks: number;
  readonly repositoryNames: readonly string[];
};

/**
 * By time: every period that begins before `as_of`, in order. By repository: every one asked for. By author or label: those that have
 * an item. Names are in code point order, never by size, and the one without a name comes first.
 */
export function seriesOf(input: SeriesInput): readonly SeriesEntry[] {
  const { metric, split, groups, periods, reach, windowWeeks, repositoryNames } = input;
  const byKey = new Map(groups.filter((group) => group.part === "series").map((group) => [group.key, group]));
  if (split === "author" || split === "label") {
    return [...byKey.keys()]
      .toSorted(byCodePoint)
      .map((key) => ({ key, ...figuresOf(metric, byKey.get(key), windowWeeks) }));
  }
  if (split === "repository") {
    const seen = new Set(reach.repositories.map((repository) => repository.fullName));
    return repositoryNames.map((key) => ({
      key,
      ...(seen.has(key) ? figuresOf(metric, byKey.get(key), windowWeeks) : unknownFigures(metric)),
    }));
  }
  return periods.map((period) => ({
    key: period.key,
    ...(isSeen(reach, period)
      ? figuresOf(metric, byKey.get(period.key), (period.endMs - period.startMs) / weekMs)
      : unknownFigures(metric)),
  }));
}

function isSeen(reach: Reach, period: Period): boolean {
  return reach.repositories.some(
    ({ from, cut }) => cut.wallMs > period.startMs && (from === null || from.wallMs < period.endMs),
  );
}

function byCodePoint(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

import type { GroupRow } from "../aggregate/group-row.ts";
import type { Metric } from "../metric.ts";
import type { Split } from "../query.ts";
import { byCodePoint } from "./by-code-point.ts";
import type { AnswerRow } from "./metric-answer.ts";

/** One flat row per entry of a split that has an item in the number, named as the split is, with the numbers of its value; null first, then in code point order. */
export function splitRows(
  metric: Metric,
  { split, groups }: { readonly split: Split; readonly groups: readonly GroupRow[] },
): readonly AnswerRow[] {
  return groups
    .filter((group) => group.part === "series" && group.n > 0)
    .toSorted((a, b) => byCodePoint(a.key, b.key))
    .map((group) => ({
      [split]: group.key,
      ...Object.fromEntries(Object.keys(metric.value).map((name) => [name, numberOrNull(group.value[name])])),
    }));
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

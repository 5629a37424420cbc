import type { MetricItem } from "../metric/metric-answer.ts";
import { toOrder, type ItemSort } from "./item-sort.ts";

/** As the action sorts, for items that are here anyway. */
export function sortItems(items: readonly MetricItem[], sort: ItemSort): readonly MetricItem[] {
  const { sort: column, order } = toOrder(sort);
  const sign = order === "desc" ? -1 : 1;
  const keyOf = (item: MetricItem) => (column === "at" ? Date.parse(item.at) : (item[column] ?? sign * Infinity));
  return items.toSorted((left, right) => sign * (keyOf(left) - keyOf(right)));
}

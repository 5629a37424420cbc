import type { ItemView } from "../metric/item-view.ts";

/** Which of their instants put these items into the window; all items of one metric have it in common. */
export function atOf(items: readonly ItemView[]): "closed" | "merged" | "opened" {
  if (items.length > 0 && items.every((item) => item.at === item.mergedAt)) return "merged";
  if (items.length > 0 && items.every((item) => item.at === item.closedAt)) return "closed";
  return "opened";
}

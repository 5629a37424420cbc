/** A column of an item list, `-` before it for the largest or latest first. `at` is what put an item into the window. */
const itemSorts = ["value", "-value", "number", "-number", "at", "-at"] as const;

export type ItemSort = (typeof itemSorts)[number];

export function readItemSort(text: string | string[] | undefined, otherwise: ItemSort): ItemSort {
  return itemSorts.find((sort) => sort === text) ?? otherwise;
}

/** The same for the action that lists. */
export function toOrder(sort: ItemSort): {
  readonly sort: "at" | "number" | "value";
  readonly order: "asc" | "desc";
} {
  const [column, order] = sort.startsWith("-") ? [sort.slice(1), "desc" as const] : [sort, "asc" as const];
  return { sort: column === "number" || column === "at" ? column : "value", order };
}

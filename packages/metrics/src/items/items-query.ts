import type { Question } from "../query.ts";

export const itemSorts = ["value", "at", "number"] as const;
export type ItemSort = (typeof itemSorts)[number];

export const itemShows = ["counted", "left_out", "all"] as const;
export type ItemShow = (typeof itemShows)[number];

export type ItemsQuery = Question & {
  readonly metric: string;
  /** Those in the number, those that came into the window and are not in it, or both. Absent means those in the number. */
  readonly show?: ItemShow | undefined;
  /** The name of a narrower list that the metric declares, such as `waiting` of pr.open. */
  readonly filter?: string | undefined;
  /** Ids of other metrics over the same kind of item, whose values are wanted beside each. */
  readonly also?: readonly string[] | undefined;
  /** Absent means by value where items have one, else by the instant that put them into the window. */
  readonly sort?: ItemSort | undefined;
  /** Absent means descending. Items without a value come last either way. */
  readonly order?: "asc" | "desc" | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** Absent means 50. */
  readonly limit?: number | undefined;
};

import type { Unit } from "../metric.ts";

/** A word for programs, a phrase for people, and how many items it keeps out. */
export type LeftOutGroup = { readonly reason: string; readonly text: string; readonly n: number };

export type MetricItem = {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  /** Null is a deleted account. */
  readonly author: string | null;
  readonly state: string;
  readonly labels: readonly string[];
  /** What put it into the window; for open items, when they were opened. */
  readonly at: string;
  readonly value: number | null;
  /** Why it is not in the number; null when it is. */
  readonly reason: string | null;
  /** Instants of its life in UTC, and flags, as its kind of item has them. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  /** Values of the other metrics that were asked for, by id. */
  readonly also: Readonly<Record<string, number | null>>;
};

export type ItemList = {
  readonly metric: string;
  /** Of each item's `value`; null when items of this metric have none. */
  readonly unit: Unit | null;
  readonly repositories: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly to_is: "given" | "now" | "as_of";
  readonly time_zone: string;
  readonly as_of: string | null;
  readonly coverage: number;
  /** Of the whole list, not of this page. */
  readonly total: number;
  readonly left_out: readonly LeftOutGroup[];
  readonly items: readonly MetricItem[];
  /** Give it as `after` for the next page; null when this is the last. */
  readonly next: string | null;
};

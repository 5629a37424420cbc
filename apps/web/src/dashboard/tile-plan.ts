import type { Part } from "../metric/main-value.ts";
import type { Unit } from "../metric/metric-answer.ts";

export type TilePlan = {
  readonly metric: string;
  readonly title: string;
  /** The title where the window ends today. */
  readonly titleNow?: string;
  readonly part: Part;
  /** Where the shown number has another unit than its metric. */
  readonly unit?: Unit;
  /** The list that holds exactly what the number counts, where that is not the metric's own. */
  readonly items?: { readonly metric: string; readonly filter: string };
  /** Goes below zero: it is written with its sign, and compared by the difference, for a share of it says nothing. */
  readonly isSigned?: boolean;
  /** What n counts. */
  readonly nWord: string;
  /** Why there is nothing to show, once data is there. */
  readonly reason: string;
};

import type { Band } from "../dora/bands.ts";
import type { Unit } from "../metric.ts";

/** A number, an object of named numbers as the catalogue declares them, or null when there is nothing to tell. */
export type MetricValue = number | null | Readonly<Record<string, number | null>>;

/** What is said of any group of items. `n` is the sample size, `excluded` those whose duration was negative. */
export type Figures = {
  readonly n: number;
  readonly excluded: number;
  readonly value: MetricValue;
  readonly n_not_yet?: number | null;
  readonly buckets?: Readonly<Record<string, number>> | null;
  /** Only the ways to end that there are. */
  readonly by_conclusion?: Readonly<Record<string, number>> | null;
  /** Where dora.dev would put the value: a hint. */
  readonly band?: Band | null;
};

export type SeriesEntry = Figures & { readonly key: string | null };

/** A row of the table beside a number: an item, or the columns that the metric declares. */
export type AnswerRow = Readonly<Record<string, string | number | boolean | null>>;

/** One number with everything needed to argue from it: the JSON of `metric show` and of `/api/metrics/{id}`. */
export type MetricAnswer = Figures & {
  readonly metric: string;
  readonly unit: Unit;
  readonly repositories: readonly string[];
  /** Half-open and in UTC, as asked for. Where a repository's `as_of` comes earlier, its window ends there. */
  readonly from: string;
  readonly to: string;
  /** How `to` came about: given, now, or `as_of` because that was more than seven days ago. */
  readonly to_is: "given" | "now" | "as_of";
  readonly time_zone: string;
  /** The window of the same length before; null for what is only known now. */
  readonly previous: (Figures & { readonly from: string; readonly to: string }) | null;
  readonly series?: readonly SeriesEntry[];
  readonly rows?: readonly AnswerRow[];
  /** Only beside `rows`, when there are more of them than an answer carries: `n` is still all of them. */
  readonly rows_truncated?: boolean;
  readonly as_of: string | null;
  readonly coverage: number;
};

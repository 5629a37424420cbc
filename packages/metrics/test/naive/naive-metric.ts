import { percentile, spread } from "./numbers.ts";
import type { Counted, Select } from "./select.ts";

export type Value = number | null | Readonly<Record<string, number | null>>;

/** What is said of the items that came in; `weeks` is the length of the stretch, `to` its end. */
type Tell = (values: readonly number[], items: readonly Counted[], weeks: number, end: End) => Value;
type End = { readonly zone: string; readonly to: number };

export type Naive = {
  readonly kind: "event" | "state" | "span" | "now";
  readonly select: Select;
  readonly tell: Tell;
  /** Where items are not what is counted. */
  readonly n?: (items: readonly Counted[]) => number;
  readonly beside?: (items: readonly Counted[], values: readonly number[]) => Readonly<Record<string, unknown>>;
};

export const day = 86_400;
export const one = () => 1;
export const howMany: Tell = (values) => values.length;
export const minus = (later: number | null, earlier: number | null) =>
  later === null || earlier === null ? null : later - earlier;

export function countOf(select: Select): Naive {
  return { kind: "event", select, tell: howMany };
}

export function timeOf(select: Select): Naive {
  return { kind: "event", select, tell: spread };
}

export const notYet: NonNullable<Naive["beside"]> = (items) => ({
  n_not_yet: items.filter(({ raw }) => raw === null).length,
});
export const people = (items: readonly Counted[]) => new Set(items.flatMap(({ who }) => who ?? []));
export const half: Tell = (values) => ({ p50: percentile(values, 0.5) });
export const none = (value: Value): Value =>
  value !== null && typeof value === "object" && Object.values(value).every((number) => number === null) ? null : value;

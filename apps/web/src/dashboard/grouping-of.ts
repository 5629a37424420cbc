import type { Grouping, ViewFilters } from "../filters/view-filters.ts";
import type { Grain } from "../metric/bucket.ts";

type Cut = Exclude<Grouping, Grain>;

const grains: readonly string[] = ["day", "week", "month"] satisfies readonly Grain[];

const isGrain = (by: Grouping): by is Grain => grains.includes(by);

/** What or whose the numbers are grouped by; null while time alone cuts them. */
export function groupingOf({ by }: ViewFilters): Cut | null {
  return by === null || isGrain(by) ? null : by;
}

/** The stretch of time that was chosen for the charts; null leaves it to the window. */
export function grainOf({ by }: ViewFilters): Grain | null {
  return by !== null && isGrain(by) ? by : null;
}

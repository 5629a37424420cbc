import type { Bucket, Grain } from "../metric/bucket.ts";
import type { MetricAnswer, MetricDefinition, Split } from "../metric/metric-answer.ts";
import type { RequestScope } from "../server/open-request.ts";
import type { ViewFilters } from "../filters/view-filters.ts";
import type { ResolvedWindow } from "./resolve-window.ts";
import type { ViewQuery } from "./view-query.ts";

/** The dashboards that exist, as their addresses call them. */
export type DashboardName = "actions" | "delivery" | "issues" | "overview" | "pulls" | "team";

/** What a dashboard looks at, before any number of it is read. */
export type BoardFrame = {
  readonly slug: string;
  readonly dashboard: DashboardName;
  readonly timeZone: string;
  readonly filters: ViewFilters;
  readonly view: ViewQuery;
  readonly window: ResolvedWindow;
  readonly grain: Grain;
};

/** What all dashboards show: the numbers that they asked for, and what these mean. */
export type Board = BoardFrame & {
  readonly buckets: readonly Bucket[];
  readonly repositories: Awaited<ReturnType<RequestScope["actions"]["listRepositoryNames"]["run"]>>["repositories"];
  readonly labelGroups: readonly string[];
  readonly teams: Awaited<ReturnType<RequestScope["actions"]["listTeams"]["run"]>>["teams"];
  /** The metrics of the page that are grouped as the filters say; empty while they are grouped by time alone. */
  readonly grouped: readonly string[];
  readonly definitions: ReadonlyMap<string, MetricDefinition>;
  readonly answers: ReadonlyMap<string, MetricAnswer>;
};

/** The name under which an answer is kept: a number that is cut in two ways is two answers. */
export function answerKey(metric: string, split: Split | null): string {
  return split === null ? metric : `${metric} by ${split}`;
}

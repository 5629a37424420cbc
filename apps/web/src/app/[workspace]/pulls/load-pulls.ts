import { chooseGrain, toBucket, type Bucket, type Grain } from "../../../metric/bucket.ts";
import type { MetricAnswer, MetricDefinition, MetricItem, MetricItems } from "../../../metric/metric-answer.ts";
import { mainValue } from "../../../metric/main-value.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import type { PullFilters } from "./filters/pull-filters.ts";
import { toOrder, type ItemSort } from "./lists/item-sort.ts";
import { sortItems } from "./lists/sort-items.ts";
import { listAllItems } from "./list-all-items.ts";
import { resolveWindow, type ResolvedWindow } from "./resolve-window.ts";
import { panelMetrics, tilePlans } from "./tile-plan.ts";
import { toViewQuery, type ViewQuery } from "./view-query.ts";

/** Everything that the page shows, read at once. */
export type PullsData = {
  readonly slug: string;
  readonly timeZone: string;
  readonly filters: PullFilters;
  readonly view: ViewQuery;
  readonly window: ResolvedWindow;
  readonly grain: Grain;
  readonly buckets: readonly Bucket[];
  readonly repositories: Awaited<ReturnType<RequestScope["actions"]["listRepositories"]["run"]>>["repositories"];
  /** Nothing was opened, merged, closed or open in the window. */
  readonly isEmpty: boolean;
  readonly definitions: ReadonlyMap<string, MetricDefinition>;
  readonly answers: ReadonlyMap<string, MetricAnswer>;
  readonly firstReviews: readonly MetricItem[];
  /** Merged, with commits; the size of each beside it. */
  readonly cycles: readonly MetricItem[];
  readonly waiting: MetricItems;
  readonly unreviewed: MetricItems;
  readonly slowest: Pick<MetricItems, "items" | "metric" | "total"> & { readonly sort: ItemSort };
};

const shortList = 6;
const slowestCount = 15;
const flowMetrics = ["pr.opened", "pr.merged", "pr.closed_unmerged", "pr.open"];

type LoadInput = { readonly filters: PullFilters; readonly sort: ItemSort };

export async function loadPulls(scope: RequestScope, { filters, sort }: LoadInput): Promise<PullsData> {
  const { ctx, actions, workspace } = scope;
  const timeZone = workspace.timeZone;
  const window = await resolveWindow(scope, filters);
  const view = toViewQuery({ filters, window, timeZone });
  const grain = chooseGrain(window);
  const base = { ...view, repositories: [...view.repositories], bots: [...view.bots] };

  const list = (metric: string, more: { readonly sort: ItemSort; readonly limit: number; readonly filter?: string }) =>
    actions.listMetricItems.run(ctx, { ...base, metric, ...more, ...toOrder(more.sort) });
  const metrics = [...tilePlans.map((tile) => tile.metric), ...panelMetrics];

  const [{ repositories }, catalogue, answered, firstReviews, cycles, waiting, unreviewed, byMerge] = await Promise.all(
    [
      actions.listRepositories.run(ctx, {}),
      actions.listMetrics.run(ctx, {}),
      // A few transactions side by side, each with a share of the numbers.
      Promise.all(
        shares(metrics, 4).map((share) => actions.showMetrics.run(ctx, { ...base, metrics: share, by: grain })),
      ),
      listAllItems(scope, { ...base, metric: "pr.time_to_first_review" }),
      listAllItems(scope, { ...base, metric: "pr.cycle_time", also: ["pr.size"] }),
      list("pr.open", { sort: "-value", limit: shortList, filter: "waiting" }),
      list("pr.merged_without_review", { sort: "-at", limit: shortList }),
      list("pr.time_to_merge", { sort, limit: slowestCount }),
    ],
  );

  const answers = new Map(answered.flatMap((each) => each.metrics).map((answer) => [answer.metric, answer]));
  const keys = answers.get("pr.opened")?.series?.flatMap(({ key }) => key ?? []) ?? [];
  return {
    slug: workspace.slug,
    timeZone,
    filters,
    view,
    window,
    grain,
    buckets: keys.map((key) => toBucket(key, { grain, window, timeZone })),
    repositories,
    isEmpty: flowMetrics.every((metric) => (mainValue(answers.get(metric)?.value ?? null) ?? 0) === 0),
    definitions: new Map(catalogue.metrics.map((metric) => [metric.id, metric])),
    answers,
    firstReviews,
    cycles,
    waiting,
    unreviewed,
    // Without commits there is no cycle time; the time from opening to merge is the next best thing, and is called so.
    slowest:
      cycles.length > 0
        ? { metric: "pr.cycle_time", items: sortItems(cycles, sort).slice(0, slowestCount), total: cycles.length, sort }
        : { metric: "pr.time_to_merge", items: byMerge.items, total: byMerge.total, sort },
  };
}

function shares<T>(all: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, share) => all.filter((_item, index) => index % count === share));
}

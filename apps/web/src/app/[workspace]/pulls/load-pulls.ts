import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import { toOrder, type ItemSort } from "../../../items/item-sort.ts";
import { sortItems } from "../../../items/sort-items.ts";
import { mainValue } from "../../../metric/main-value.ts";
import type { MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { panelMetrics, tilePlans } from "./tile-plan.ts";

/** Everything that the page shows, read at once. */
export type PullsData = Board & {
  /** Nothing was opened, merged, closed or open in the window. */
  readonly isEmpty: boolean;
  /** The newest that were opened and reviewed, as far as a histogram needs them. */
  readonly firstReviews: MetricItems;
  /** The newest that were merged, with commits, as far as a plot can show them; the size of each beside it. */
  readonly cycles: MetricItems;
  readonly waiting: MetricItems;
  readonly unreviewed: MetricItems;
  readonly slowest: Pick<MetricItems, "items" | "metric" | "total"> & { readonly sort: ItemSort };
};

const shortList = 6;
const slowestCount = 15;
// A window of a large workspace holds a hundred thousand: more than these say nothing else about a shape, and would be
// held in memory and sent for every view. The panels say how many there are.
const mostFirstReviews = 5_000;
const mostPoints = 2_000;
const flowMetrics = ["pr.opened", "pr.merged", "pr.closed_unmerged", "pr.open"];

type ListInput = {
  readonly sort: ItemSort;
  readonly limit: number;
  readonly filter?: string;
  readonly also?: string[];
};

type LoadInput = { readonly filters: ViewFilters; readonly sort: ItemSort };

export async function loadPulls(scope: RequestScope, { filters, sort }: LoadInput): Promise<PullsData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, { dashboard: "pulls", filters, anchors: ["pr.opened"] });
  const base = questionOf(frame.view);
  const list = (metric: string, more: ListInput) =>
    actions.listMetricItems.run(ctx, { ...base, metric, ...more, ...toOrder(more.sort) });

  const [board, firstReviews, cycles, waiting, unreviewed, byMerge] = await Promise.all([
    loadBoard(scope, frame, {
      series: [...new Set(["pr.opened", ...tilePlans.map((tile) => tile.metric), ...panelMetrics])],
    }),
    list("pr.time_to_first_review", { sort: "-at", limit: mostFirstReviews }),
    list("pr.cycle_time", { sort: "-at", limit: mostPoints, also: ["pr.size"] }),
    list("pr.open", { sort: "-value", limit: shortList, filter: "waiting" }),
    list("pr.merged_without_review", { sort: "-at", limit: shortList }),
    list("pr.time_to_merge", { sort, limit: slowestCount }),
  ]);

  const sorted =
    cycles.next === null
      ? sortItems(cycles.items, sort).slice(0, slowestCount)
      : (await list("pr.cycle_time", { sort, limit: slowestCount })).items;
  return {
    ...board,
    isEmpty: flowMetrics.every((metric) => (mainValue(board.answers.get(metric)?.value ?? null) ?? 0) === 0),
    firstReviews,
    cycles,
    waiting,
    unreviewed,
    // Without commits there is no cycle time; the time from opening to merge is the next best thing, and is called so.
    slowest:
      cycles.total > 0
        ? { metric: "pr.cycle_time", items: sorted, total: cycles.total, sort }
        : { metric: "pr.time_to_merge", items: byMerge.items, total: byMerge.total, sort },
  };
}

import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import { toOrder, type ItemSort } from "../../../items/item-sort.ts";
import { listAllItems } from "../../../items/list-all-items.ts";
import { sortItems } from "../../../items/sort-items.ts";
import { mainValue } from "../../../metric/main-value.ts";
import type { MetricItem, MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { panelMetrics, tilePlans } from "./tile-plan.ts";

/** Everything that the page shows, read at once. */
export type PullsData = Board & {
  /** Nothing was opened, merged, closed or open in the window. */
  readonly isEmpty: boolean;
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

type LoadInput = { readonly filters: ViewFilters; readonly sort: ItemSort };

export async function loadPulls(scope: RequestScope, { filters, sort }: LoadInput): Promise<PullsData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, { dashboard: "pulls", filters, anchors: ["pr.opened"] });
  const base = questionOf(frame.view);
  const list = (metric: string, more: { readonly sort: ItemSort; readonly limit: number; readonly filter?: string }) =>
    actions.listMetricItems.run(ctx, { ...base, metric, ...more, ...toOrder(more.sort) });

  const [board, firstReviews, cycles, waiting, unreviewed, byMerge] = await Promise.all([
    loadBoard(scope, frame, {
      series: [...new Set(["pr.opened", ...tilePlans.map((tile) => tile.metric), ...panelMetrics])],
    }),
    listAllItems(scope, { ...base, metric: "pr.time_to_first_review" }),
    listAllItems(scope, { ...base, metric: "pr.cycle_time", also: ["pr.size"] }),
    list("pr.open", { sort: "-value", limit: shortList, filter: "waiting" }),
    list("pr.merged_without_review", { sort: "-at", limit: shortList }),
    list("pr.time_to_merge", { sort, limit: slowestCount }),
  ]);

  return {
    ...board,
    isEmpty: flowMetrics.every((metric) => (mainValue(board.answers.get(metric)?.value ?? null) ?? 0) === 0),
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

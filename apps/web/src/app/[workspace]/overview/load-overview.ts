import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import { mainValue } from "../../../metric/main-value.ts";
import type { MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import type { ComparisonView } from "./compare/comparison-view.ts";
import { loadComparison, type Comparison } from "./compare/load-comparison.ts";
import { nowMetrics, panelMetrics, tilePlans } from "./tile-plan.ts";

/** Everything that the page shows, read at once. */
export type OverviewData = Board & {
  /** Nobody did anything, and nothing was open. */
  readonly isEmpty: boolean;
  readonly comparison: Comparison;
  /** How many of the open items want somebody. */
  readonly wanting: { readonly unanswered: number; readonly pastSla: number; readonly waiting: number };
  readonly newestIssues: MetricItems;
  readonly newestPulls: MetricItems;
  readonly stalestIssues: MetricItems;
  readonly stalestPulls: MetricItems;
};

const shortList = 5;
const lifeSigns = ["repo.active_contributors", "repo.open_issues", "repo.open_prs", "pr.merged", "issue.closed"];

type LoadInput = { readonly filters: ViewFilters; readonly compared: ComparisonView };

export async function loadOverview(scope: RequestScope, { filters, compared }: LoadInput): Promise<OverviewData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, { dashboard: "overview", filters, anchors: ["issue.opened", "pr.opened"] });
  const base = { ...questionOf(frame.view), order: "desc" } as const;
  const list = (metric: string, sort: "at" | "value") =>
    actions.listMetricItems.run(ctx, { ...base, metric, sort, limit: shortList });
  const count = async (metric: string, filter: string) =>
    (await actions.listMetricItems.run(ctx, { ...base, metric, filter, limit: 1 })).total;

  const [board, comparison, unanswered, pastSla, waiting, newestIssues, newestPulls, stalestIssues, stalestPulls] =
    await Promise.all([
      loadBoard(scope, frame, {
        series: [...tilePlans.map((tile) => tile.metric), ...panelMetrics],
        single: nowMetrics,
      }),
      loadComparison(scope, frame, compared),
      count("issue.backlog", "unanswered"),
      count("issue.backlog", "past_sla"),
      count("pr.open", "waiting"),
      list("issue.opened", "at"),
      list("pr.opened", "at"),
      list("issue.stale", "value"),
      list("pr.stale", "value"),
    ]);

  return {
    ...board,
    isEmpty: lifeSigns.every((metric) => (mainValue(board.answers.get(metric)?.value ?? null) ?? 0) === 0),
    comparison,
    wanting: { unanswered, pastSla, waiting },
    newestIssues,
    newestPulls,
    stalestIssues,
    stalestPulls,
  };
}

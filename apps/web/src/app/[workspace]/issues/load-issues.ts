import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import { mainValue } from "../../../metric/main-value.ts";
import type { MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { labelMetrics } from "./labels/label-rows.ts";
import type { LabelView } from "./labels/label-view.ts";
import { nowMetrics, tilePlans } from "./tile-plan.ts";

/** Everything that the page shows, read at once. */
export type IssuesData = Board & {
  /** Nothing was opened, closed or open in the window. */
  readonly isEmpty: boolean;
  readonly labelView: LabelView;
  readonly unanswered: MetricItems;
  readonly pastSla: MetricItems;
  readonly stale: MetricItems;
};

const shortList = 6;
const flowMetrics = ["issue.opened", "issue.closed", "issue.backlog"];

type LoadInput = { readonly filters: ViewFilters; readonly labelView: LabelView };

export async function loadIssues(scope: RequestScope, { filters, labelView }: LoadInput): Promise<IssuesData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, { dashboard: "issues", filters, anchors: ["issue.opened"] });
  const list = (metric: string, filter: string | null) =>
    actions.listMetricItems.run(ctx, {
      ...questionOf(frame.view),
      metric,
      filter,
      sort: "value",
      order: "desc",
      limit: shortList,
    });
  const tileMetrics = [...new Set(tilePlans.map((tile) => tile.metric))];

  const [board, unanswered, pastSla, stale] = await Promise.all([
    loadBoard(scope, frame, {
      series: tileMetrics.filter((metric) => !nowMetrics.includes(metric)),
      single: [...nowMetrics, "milestone.progress"],
      split: labelMetrics.map((metric) => ({ metric, by: labelView.split })),
    }),
    list("issue.backlog", "unanswered"),
    list("issue.backlog", "past_sla"),
    list("issue.stale", null),
  ]);

  return {
    ...board,
    isEmpty: flowMetrics.every((metric) => (mainValue(board.answers.get(metric)?.value ?? null) ?? 0) === 0),
    labelView,
    unanswered,
    pastSla,
    stale,
  };
}

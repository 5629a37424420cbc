import type { MainRun } from "@pulse/actions";

import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import { namedValue } from "../../../metric/main-value.ts";
import type { MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { tilePlans, workflowMetrics } from "./tile-plan.ts";
import type { WorkflowSort } from "./workflows/workflow-sort.ts";

/** Everything that the page shows, read at once. */
export type ActionsData = Board & {
  /** Nothing ran in the window. */
  readonly isEmpty: boolean;
  /** Attempts that have not come to their end, the newest first. */
  readonly running: MetricItems;
  readonly mainRuns: readonly MainRun[];
  readonly sort: WorkflowSort;
};

const runningCount = 7;

type LoadInput = { readonly filters: ViewFilters; readonly sort: WorkflowSort };

export async function loadActions(scope: RequestScope, { filters, sort }: LoadInput): Promise<ActionsData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, { dashboard: "actions", filters, anchors: ["ci.runs"] });
  const { from, to } = frame.window;
  const [board, running, { runs }] = await Promise.all([
    loadBoard(scope, frame, {
      series: [...new Set(["ci.runs", ...tilePlans.map((tile) => tile.metric)])],
      split: workflowMetrics.map((metric) => ({ metric, by: "workflow" as const })),
    }),
    actions.listMetricItems.run(ctx, {
      ...questionOf(frame.view),
      metric: "ci.runs",
      filter: "unfinished",
      sort: "at",
      order: "desc",
      limit: runningCount,
    }),
    actions.listMainRuns.run(ctx, { repositories: [...filters.repositories], from, to }),
  ]);
  const total = namedValue(board.answers.get("ci.runs")?.value ?? null, "total") ?? 0;
  return { ...board, isEmpty: total === 0, running, mainRuns: runs, sort };
}

import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import type { MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { tilePlans } from "./tile-plan.ts";

/** Everything that the page shows, read at once. */
export type DeliveryData = Board & {
  /** Nothing was deployed, nothing went wrong, and nothing waits. */
  readonly isEmpty: boolean;
  /** Those that began in the window, newest first: as many as a line of time has room for. */
  readonly incidents: MetricItems;
  readonly deployments: MetricItems;
  readonly undeployed: MetricItems;
};

const mostIncidents = 200;
const shortList = 7;

export async function loadDelivery(scope: RequestScope, filters: ViewFilters): Promise<DeliveryData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, {
    dashboard: "delivery",
    filters,
    anchors: ["dora.deployment_frequency", "dora.incidents"],
  });
  const list = (metric: string, more: { readonly sort: "at" | "value"; readonly limit: number }) =>
    actions.listMetricItems.run(ctx, { ...questionOf(frame.view), metric, order: "desc", ...more });
  const [board, incidents, deployments, undeployed] = await Promise.all([
    loadBoard(scope, frame, {
      series: [...tilePlans.map((tile) => tile.metric), "dora.incidents"],
      single: ["dora.undeployed_changes"],
    }),
    list("dora.incidents", { sort: "at", limit: mostIncidents }),
    list("dora.deployment_frequency", { sort: "at", limit: shortList }),
    list("dora.undeployed_changes", { sort: "value", limit: shortList }),
  ]);
  return {
    ...board,
    isEmpty: deployments.total + incidents.total + undeployed.total === 0,
    incidents,
    deployments,
    undeployed,
  };
}

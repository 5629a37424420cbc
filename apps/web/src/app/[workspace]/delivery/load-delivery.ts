import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import { questionOf, type ViewQuery } from "../../../dashboard/view-query.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import type { MetricItem, MetricItems } from "../../../metric/metric-answer.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import { tilePlans } from "./tile-plan.ts";

/** Everything that the page shows, read at once. */
export type DeliveryData = Board & {
  /** Nothing was deployed, nothing went wrong, and nothing waits. */
  readonly isEmpty: boolean;
  /** Those that began in the window, newest first: as many as a line of time has room for. */
  readonly incidents: MetricItems;
  readonly deployments: MetricItems;
  /** Deployments that can have caused the incidents on the page, newest first. */
  readonly causes: readonly MetricItem[];
  readonly undeployed: MetricItems;
};

/** As many incidents as the page lists. */
export const shownIncidents = 6;

const mostIncidents = 200;
const mostCauses = 500;
const beforeMs = 28 * 86_400_000;
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
  const causes = await listCauses(scope, { view: frame.view, incidents: incidents.items.slice(0, shownIncidents) });
  return {
    ...board,
    isEmpty: deployments.total + incidents.total + undeployed.total === 0,
    incidents,
    deployments,
    causes,
    undeployed,
  };
}

type Asked = { readonly view: ViewQuery; readonly incidents: readonly MetricItem[] };

/** What their repositories deployed in the weeks before: further back nobody looks for a cause. */
async function listCauses({ actions, ctx }: RequestScope, { view, incidents }: Asked): Promise<readonly MetricItem[]> {
  const [first] = incidents.map(({ at }) => at).toSorted();
  if (first === undefined) return [];
  const { items } = await actions.listMetricItems.run(ctx, {
    ...questionOf(view),
    repositories: [...new Set(incidents.map(({ repository }) => repository))],
    from: new Date(Date.parse(first) - beforeMs).toISOString(),
    metric: "dora.deployment_frequency",
    sort: "at",
    order: "desc",
    limit: mostCauses,
  });
  return items;
}

import type { ApiRoute } from "../api-route.ts";
import { dashboardRoutes } from "./dashboard-routes.ts";
import { deliveryRuleRoutes } from "./delivery-rule-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { deployRoutes } from "./deploy-routes.ts";
import { exportRoutes } from "./export-routes.ts";
import { itemRoutes } from "./item-routes.ts";
import { keyRoutes } from "./key-routes.ts";
import { metricRoutes } from "./metric-routes.ts";
import { recordRoutes } from "./record-routes.ts";
import { repositoryRoutes } from "./repository-routes.ts";
import { workspaceRoutes } from "./workspace-routes.ts";

/** Every operation of the API. */
export const apiRoutes: readonly ApiRoute[] = [
  ...metricRoutes,
  ...dashboardRoutes,
  ...itemRoutes,
  ...exportRoutes,
  ...deliveryRoutes,
  ...deliveryRuleRoutes,
  ...deployRoutes,
  ...repositoryRoutes,
  ...workspaceRoutes,
  ...keyRoutes,
  ...recordRoutes,
];

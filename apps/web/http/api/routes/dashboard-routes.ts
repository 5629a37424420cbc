import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { noParams, noQuery } from "../fields.ts";

const native = [
  { id: "overview", title: "Overview" },
  { id: "issues", title: "Issues" },
  { id: "pulls", title: "Pull requests" },
  { id: "team", title: "Team" },
  { id: "actions", title: "Actions" },
  { id: "delivery", title: "Delivery" },
] as const;

const dashboard = z
  .object({
    id: z.string(),
    title: z.string(),
    source: z.enum(["native", "superset"]).meta({ description: "who draws it; Superset's are here where it runs" }),
    url: z.string().meta({ description: "path on this server" }),
  })
  .meta({ id: "Dashboard" });

export const dashboardRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/dashboards",
    name: "listDashboards",
    group: "dashboards",
    summary: "The dashboards of the workspace, each with its address",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({ dashboards: z.array(dashboard) }),
    run: ({ workspace }) =>
      Promise.resolve({
        dashboards: native.map(({ id, title }) => ({
          id,
          title,
          source: "native" as const,
          url: `/${workspace.slug}/${id}`,
        })),
      }),
  }),
];

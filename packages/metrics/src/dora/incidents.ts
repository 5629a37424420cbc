import { sql } from "kysely";

import type { Source } from "../metric.ts";

/** Incidents by rule or posted, with the deployment that each is linked to. */
export const incidents: Source = {
  item: "incident",
  view: sql`metrics.incident_timeline`,
  actedAt: null,
  details: {
    id: "number",
    source: "text",
    external_id: "text",
    url: "text",
    began_at: "instant",
    resolved_at: "instant",
    deployment_id: "number",
    deployment_title: "text",
    deployed_at: "instant",
    is_linked_by_hand: "flag",
  },
};

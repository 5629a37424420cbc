import { sql } from "kysely";

import { countMetric } from "../count-metric.ts";
import type { Metric } from "../metric.ts";
import { deploymentKinds, deploymentSplits } from "./deployments.ts";
import { incidents } from "./incidents.ts";

export const doraIncidents: Metric = {
  ...countMetric({
    id: "dora.incidents",
    title: "Incidents",
    definition:
      "Incidents that began in the window: issues with a label that the repository's rule names, reverts that were not given up, and those that were posted.",
    direction: "down",
    source: incidents,
    needs: deploymentKinds,
    at: sql`item.began_at`,
    filters: {
      open: sql`item.resolved_at is null`,
      linked: sql`item.deployment_id is not null`,
      not_linked: sql`item.deployment_id is null`,
    },
  }),
  splits: deploymentSplits,
};

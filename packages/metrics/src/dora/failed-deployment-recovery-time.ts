import { sql } from "kysely";

import { durationMetric, secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { bandBelow, recoverySteps } from "./bands.ts";
import { deploymentKinds, deploymentSplits } from "./deployments.ts";
import { incidents } from "./incidents.ts";

export const doraFailedDeploymentRecoveryTime: Metric = {
  ...durationMetric({
    id: "dora.failed_deployment_recovery_time",
    title: "Failed deployment recovery time",
    definition:
      "From the finish of a deployment of production until an incident linked to it was resolved, of the incidents resolved in the window. An issue is resolved when it is closed, a revert when it is merged.",
    direction: "down",
    source: incidents,
    needs: deploymentKinds,
    at: sql`item.resolved_at`,
    seconds: secondsBetween(sql`item.deployed_at`, sql`item.resolved_at`),
    leftOut: [
      {
        reason: "not_linked",
        when: sql`item.deployed_at is null`,
        text: "it is linked to no deployment: none had finished before it began, or somebody took the link away",
      },
    ],
  }),
  band: ({ p50 = null }) => bandBelow(p50, recoverySteps),
  splits: deploymentSplits,
};

import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { deploymentKey, deploymentKinds, deployments, deploymentSplits, finishedAt } from "./deployments.ts";
import { shareOfDeployments } from "./share-of-deployments.ts";

export const doraDeploymentReworkRate: Metric = {
  id: "dora.deployment_rework_rate",
  title: "Deployment rework rate",
  definition:
    "Deployments of production in the window that were made to mend something, as a share of all: they brought a revert first, or a pull request that says it closes an incident which was open while it was made.",
  unit: "ratio",
  direction: "down",
  source: deployments,
  needs: deploymentKinds,
  membership: { kind: "event", at: finishedAt },
  measure: sql`item.is_rework::integer`,
  thing: deploymentKey,
  value: { value: shareOfDeployments },
  splits: deploymentSplits,
  itemValue: null,
  filters: { rework: sql`item.is_rework` },
};

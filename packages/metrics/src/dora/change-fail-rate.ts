import { sql } from "kysely";

import type { Metric } from "../metric.ts";
import { bandUpTo, failRateSteps } from "./bands.ts";
import { deploymentKey, deploymentKinds, deployments, deploymentSplits, finishedAt } from "./deployments.ts";
import { shareOfDeployments } from "./share-of-deployments.ts";

export const doraChangeFailRate: Metric = {
  id: "dora.change_fail_rate",
  title: "Change fail rate",
  definition:
    "Deployments of production in the window with at least one incident linked to them, as a share of all; several incidents of one deployment are one failure. An incident is linked to the last deployment of its repository that had finished before it began, or by hand.",
  unit: "ratio",
  direction: "down",
  source: deployments,
  needs: deploymentKinds,
  membership: { kind: "event", at: finishedAt },
  measure: sql`item.has_failed::integer`,
  thing: deploymentKey,
  value: { value: shareOfDeployments },
  band: ({ value = null }) => bandUpTo(value, failRateSteps),
  splits: deploymentSplits,
  itemValue: null,
  filters: { failed: sql`item.has_failed` },
};

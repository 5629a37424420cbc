import type { TilePlan } from "../../../dashboard/tile-plan.ts";

const noneDeployed = "nothing was deployed to production in this window";

/** The five of dora.dev: two of throughput, three of instability. */
export const tilePlans: readonly TilePlan[] = [
  {
    metric: "dora.deployment_frequency",
    title: "Deployments a week",
    part: "per_week",
    nWord: "deployments",
    reason: noneDeployed,
  },
  {
    metric: "dora.change_lead_time",
    title: "Change lead time",
    part: "p50",
    nWord: "changes",
    reason: "no change with known commits was deployed in this window",
  },
  {
    metric: "dora.change_fail_rate",
    title: "Change fail rate",
    part: null,
    nWord: "deployments",
    reason: noneDeployed,
  },
  {
    metric: "dora.failed_deployment_recovery_time",
    title: "Recovery time",
    part: "p50",
    nWord: "incidents",
    reason: "no incident of a deployment was resolved in this window",
  },
  {
    metric: "dora.deployment_rework_rate",
    title: "Rework rate",
    part: null,
    items: { metric: "dora.deployment_rework_rate", filter: "rework" },
    nWord: "deployments",
    reason: noneDeployed,
  },
];

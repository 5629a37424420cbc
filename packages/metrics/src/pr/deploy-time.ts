import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { notDeployed, pr, pullRequests } from "./pull-requests.ts";

export const prDeployTime = durationMetric({
  id: "pr.deploy_time",
  title: "Deploy time",
  definition:
    "From the merge until the first successful production deployment that contains it, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "deployments"],
  at: pr.mergedAt,
  seconds: secondsBetween(pr.mergedAt, pr.deployedAt),
  leftOut: [notDeployed],
});

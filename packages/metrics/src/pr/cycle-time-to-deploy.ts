import { durationMetric, secondsBetween } from "../duration-metric.ts";
import { noCommit, notDeployed, pr, pullRequests } from "./pull-requests.ts";

export const prCycleTimeToDeploy = durationMetric({
  id: "pr.cycle_time_to_deploy",
  title: "Cycle time to deployment",
  definition:
    "From the first commit until the first successful production deployment that contains the change, of those merged in the window.",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "pull_request_commits", "deployments"],
  at: pr.mergedAt,
  seconds: secondsBetween(pr.firstCommitAt, pr.deployedAt),
  leftOut: [noCommit, notDeployed],
});

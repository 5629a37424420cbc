import { sql } from "kysely";

import { secondsBetween, durationMetric } from "../duration-metric.ts";
import type { Expression, Metric } from "../metric.ts";
import { noCommit, pr, pullRequests } from "../pr/pull-requests.ts";
import { bandBelow, leadTimeSteps } from "./bands.ts";

// A review that came before counts as zero, as in pr.pickup_time; no review is none.
const untilReview = secondsBetween(pr.readyAt, pr.firstReviewAt);

const stages: readonly (readonly [stage: string, seconds: Expression])[] = [
  ["coding", secondsBetween(pr.firstCommitAt, pr.readyAt)],
  ["pickup", sql`case when ${untilReview} < 0 then 0 else ${untilReview} end`],
  ["review", secondsBetween(pr.firstReviewAt, pr.mergedAt)],
  ["deploy", secondsBetween(pr.mergedAt, pr.deployedAt)],
];

/** A change is a merged pull request. Its stages are those of pr.*, of the changes deployed in the window and not of those merged in it. */
export const doraChangeLeadTime: Metric = {
  ...durationMetric({
    id: "dora.change_lead_time",
    title: "Change lead time",
    definition:
      "From the first commit of a change until the first successful deployment of production that contains it, of the changes deployed in the window; a change is a merged pull request. The rows are the stages of these changes: coding, pickup, review and deploy.",
    direction: "down",
    source: pullRequests,
    needs: ["pull_requests", "pull_request_commits", "deployments"],
    at: pr.deployedAt,
    seconds: secondsBetween(pr.firstCommitAt, pr.deployedAt),
    leftOut: [noCommit],
  }),
  band: ({ p50 = null }) => bandBelow(p50, leadTimeSteps),
  rows: {
    kind: "select",
    of: ({ view, isCounted }) => sql`
      select
        stage.name as stage,
        count(*) filter (where stage.seconds >= 0) as n,
        percentile_cont(0.5) within group (order by stage.seconds) filter (where stage.seconds >= 0) as p50,
        percentile_cont(0.75) within group (order by stage.seconds) filter (where stage.seconds >= 0) as p75,
        percentile_cont(0.9) within group (order by stage.seconds) filter (where stage.seconds >= 0) as p90
      from ${view} as item
      join moment
        on moment.repository_id = item.repository_id
        and item.deployed_at >= moment.starts_at
        and item.deployed_at < moment.at
      cross join lateral (
        values ${sql.join(stages.map(([stage, seconds], index) => sql`(${sql.lit(index)}, ${sql.lit(stage)}, ${seconds})`))}
      ) as stage (place, name, seconds)
      where ${isCounted}
      group by stage.place, stage.name
      order by stage.place
    `,
  },
};

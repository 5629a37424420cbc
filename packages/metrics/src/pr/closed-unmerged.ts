import { sql } from "kysely";

import { countMetric } from "../count-metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prClosedUnmerged = countMetric({
  id: "pr.closed_unmerged",
  title: "Closed without a merge",
  definition:
    "Pull requests that were closed in the window and never merged. One that was reopened counts by its last closing.",
  direction: "neutral",
  source: pullRequests,
  needs: ["pull_requests"],
  at: pr.closedAt,
  only: sql`item.merged_at is null`,
});

import { sql } from "kysely";

import { median } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

const rounds = sql`item.review_rounds`;

export const prReviewRounds: Metric = {
  id: "pr.review_rounds",
  title: "Review rounds",
  definition:
    "How often changes were requested and then pushed before the next review, per pull request merged in the window. None counts as zero.",
  unit: "count",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "reviews", "pull_request_commits"],
  membership: { kind: "event", at: pr.mergedAt },
  measure: rounds,
  value: { p50: median },
  itemValue: { of: rounds, unit: "count" },
};

import { sql } from "kysely";

import { count } from "../aggregates.ts";
import { secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "./pull-requests.ts";

export const prOpen: Metric = {
  id: "pr.open",
  title: "Open",
  definition:
    "Pull requests that were open at the end of the window, drafts included; in a series, at the end of each day, week or month.",
  unit: "count",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests"],
  membership: { kind: "state", opened: pr.createdAt, closed: pr.closedAt },
  measure: sql`1`,
  value: { value: count },
  isRunning: true,
  itemValue: { of: secondsBetween(pr.createdAt, sql`moment.at`), unit: "seconds" },
  filters: { waiting: sql`not item.is_draft and item.first_review_at is null` },
};
